/* SPDX-License-Identifier: MIT
 * Commands on the loop. Input is handed over as a file in memory, so that there is no pipe to fill
 * while the command reads; output is collected here. It knows nothing of what the bytes mean. */
#include "loop/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Where the system does not tell of the end of a command, it is looked at this often (milliseconds). */
enum { LOOK_AGAIN = 10 };

static void close_descriptor(int *descriptor) {
    if (*descriptor >= 0) close(*descriptor);
    *descriptor = -1;
}

static int make_input(const struct process_order *order, struct err *err) {
    int descriptor = memfd_create("input", MFD_CLOEXEC);
    const char *bytes = order->input;
    size_t left = order->input_len;
    while (descriptor >= 0 && left > 0) {
        ssize_t written = write(descriptor, bytes, left);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) break;
        bytes += written;
        left -= (size_t)written;
    }
    if (descriptor >= 0 && left == 0 && lseek(descriptor, 0, SEEK_SET) == 0) return descriptor;
    err_errno(err, ERR_SYSTEM, "cannot keep the input of a command");
    if (descriptor >= 0) close(descriptor);
    return -1;
}

/* The environment of this program, the extra strings in front: the first one of a name counts. */
static char **make_environment(const char *const *extra) {
    size_t added = 0, inherited = 0;
    while (extra && extra[added]) added++;
    while (environ && environ[inherited]) inherited++;
    char **all = calloc(added + inherited + 1, sizeof *all);
    if (!all) return NULL;
    size_t count = 0;
    for (size_t i = 0; i < added; i++) all[count++] = (char *)(uintptr_t)extra[i];
    for (size_t i = 0; i < inherited; i++) {
        int hidden = 0;
        size_t name = strcspn(environ[i], "=") + 1;
        for (size_t k = 0; k < added; k++) hidden |= strncmp(environ[i], extra[k], name) == 0;
        if (!hidden) all[count++] = environ[i];
    }
    return all;
}

/* A process group of its own, so that what a command has started dies with it; signals as in a fresh
 * process; no descriptor beyond the three. */
static int set_up(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes, const int ends[3]) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int bad = 0;
    for (int i = 0; i < 3; i++) bad |= posix_spawn_file_actions_adddup2(actions, ends[i], i);
#ifdef __GLIBC_PREREQ /* elsewhere close-on-exec has to do */
#if __GLIBC_PREREQ(2, 34)
    bad |= posix_spawn_file_actions_addclosefrom_np(actions, 3);
#endif
#endif
    bad |= posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                                    POSIX_SPAWN_SETSIGDEF);
    bad |= posix_spawnattr_setpgroup(attributes, 0);
    bad |= posix_spawnattr_setsigmask(attributes, &none);
    bad |= posix_spawnattr_setsigdefault(attributes, &all);
    return bad;
}

static int spawn(struct process *process, const struct process_order *order, const int ends[3],
                 struct err *err) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char **environment = make_environment(order->extra);
    if (!environment) return err_set(err, ERR_MEMORY, "not enough memory");
    int failure = ENOMEM;
    if (posix_spawn_file_actions_init(&actions) == 0) {
        if (posix_spawnattr_init(&attributes) == 0) {
            failure = set_up(&actions, &attributes, ends) ? ENOMEM : 0;
            if (!failure)
                failure = posix_spawnp(&process->pid, order->argv[0], &actions, &attributes,
                                       order->argv, environment);
            posix_spawnattr_destroy(&attributes);
        }
        posix_spawn_file_actions_destroy(&actions);
    }
    free(environment);
    if (!failure) return 0;
    process->pid = 0;
    errno = failure;
    return err_errno(err, ERR_FILE, "cannot run %s", order->argv[0]);
}

static int launch(struct process *process, const struct process_order *order, struct err *err) {
    int out[2] = {-1, -1}, complain[2] = {-1, -1};
    int input = make_input(order, err);
    if (input < 0) return -1;
    int status = -1;
    if (pipe2(out, O_CLOEXEC) != 0 || pipe2(complain, O_CLOEXEC) != 0 ||
        fcntl(out[0], F_SETFL, O_NONBLOCK) != 0 || fcntl(complain[0], F_SETFL, O_NONBLOCK) != 0)
        err_errno(err, ERR_SYSTEM, "cannot make a pipe");
    else
        status = spawn(process, order, (int[3]){input, out[1], complain[1]}, err);
    close(input);
    close_descriptor(&out[1]);
    close_descriptor(&complain[1]);
    if (status != 0) {
        close_descriptor(&out[0]);
        close_descriptor(&complain[0]);
    }
    process->output = out[0];
    process->complaints = complain[0];
    return status;
}

static void stop(struct process *process, enum process_end end) {
    if (process->end != PROCESS_EXITED) return;
    process->end = end;
    loop_source_remove(&process->output_source); /* nobody reads it any more */
    if (process->pid > 0) kill(-process->pid, SIGKILL);
}

static int room(struct process *process) {
    if (process->len < process->size) return 1;
    size_t size = process->size ? process->size * 2 : 1024;
    char *text = realloc(process->text, size);
    if (!text) return 0;
    process->text = text;
    process->size = size;
    return 1;
}

static void read_output(struct process *process) {
    while (process->output >= 0 && process->end == PROCESS_EXITED) {
        if (!room(process)) return stop(process, PROCESS_TALKATIVE);
        ssize_t got = read(process->output, process->text + process->len, process->size - process->len);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && errno == EAGAIN) return;
        if (got <= 0) {
            loop_source_remove(&process->output_source);
            return close_descriptor(&process->output);
        }
        process->len += (size_t)got;
        if (process->len > process->max_output) return stop(process, PROCESS_TALKATIVE);
    }
}

/* Keeps the last bytes: the end of a complaint says what it was about. */
static void read_complaints(struct process *process) {
    char bytes[PROCESS_COMPLAINT];
    /* Bounded, so that a command that floods its stderr does not hold up the loop. */
    for (int turn = 0; turn < 64 && process->complaints >= 0; turn++) {
        ssize_t got = read(process->complaints, bytes, sizeof bytes);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && errno == EAGAIN) return;
        if (got <= 0) {
            loop_source_remove(&process->complaint_source);
            return close_descriptor(&process->complaints);
        }
        size_t keep = process->complaint_len, fresh = (size_t)got;
        if (keep + fresh > PROCESS_COMPLAINT) keep = PROCESS_COMPLAINT - fresh;
        memmove(process->complaint, process->complaint + process->complaint_len - keep, keep);
        memcpy(process->complaint + keep, bytes, fresh);
        process->complaint_len = keep + fresh;
        process->complaint[process->complaint_len] = '\0';
    }
}

/* Whether it is over. Somebody else may have waited for it (SIGCHLD ignored): then its output counts. */
static int is_over(struct process *process) {
    int status = 0;
    pid_t found = waitpid(process->pid, &status, WNOHANG);
    if (found == 0 || (found < 0 && errno == EINTR)) return 0;
    process->pid = 0;
    if (found > 0 && process->end == PROCESS_EXITED) {
        if (WIFSIGNALED(status)) process->end = PROCESS_SIGNALED;
        process->status = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    }
    return 1;
}

static struct process *running; /* of the one thread that starts and closes them */

/* At exit() without a close: what is left would go on without anybody who ends it. */
static void kill_all(void) {
    for (struct process *process = running; process; process = process->next)
        if (process->pid > 0) kill(-process->pid, SIGKILL);
}

static void note_running(struct process *process) {
    static int registered;
    if (!registered) registered = atexit(kill_all) == 0;
    process->next = running;
    running = process;
}

static void release(struct process *process) {
    struct process **link = &running;
    while (*link && *link != process) link = &(*link)->next;
    if (*link) *link = process->next;
    loop_source_remove(&process->source);
    loop_source_remove(&process->output_source);
    loop_source_remove(&process->complaint_source);
    loop_timer_cancel(&process->timer);
    close_descriptor(&process->source.fd);
    close_descriptor(&process->output);
    close_descriptor(&process->complaints);
    process->loop = NULL;
}

/* Reads what is there; true when the command is over. */
static bool look(struct process *process) {
    read_output(process);
    read_complaints(process);
    if (!is_over(process)) return false;
    enum process_end end = process->end;
    process->end = PROCESS_EXITED;
    read_output(process); /* what it wrote last */
    read_complaints(process);
    if (process->end == PROCESS_EXITED) process->end = end;
    release(process);
    process->done(process);
    return true;
}

static struct process *of_source(struct loop_source *source, size_t place) {
    return (struct process *)(void *)((char *)source - place);
}

static void end_is_near(struct loop_source *source) {
    look(of_source(source, offsetof(struct process, source)));
}

static void output_is_there(struct loop_source *source) {
    look(of_source(source, offsetof(struct process, output_source)));
}

static void complaint_is_there(struct loop_source *source) {
    look(of_source(source, offsetof(struct process, complaint_source)));
}

static int64_t next_look(struct loop_source *source) {
    return source->fd < 0 ? LOOK_AGAIN : -1;
}

/* One that has ended in time is not late because it was not looked at. */
static void time_is_up(struct loop_timer *timer) {
    struct process *process =
        (struct process *)(void *)((char *)timer - offsetof(struct process, timer));
    if (!look(process)) stop(process, PROCESS_LATE);
}

static void loop_closes(struct loop_source *source) {
    process_close(of_source(source, offsetof(struct process, source)));
}

/* A descriptor that is readable when the process has ended; -1 where there is none. */
static int end_of(pid_t pid) {
#ifdef SYS_pidfd_open
    return (int)syscall(SYS_pidfd_open, pid, 0); /* close-on-exec by itself */
#else
    (void)pid;
    return -1;
#endif
}

int process_start(struct process *process, struct loop *loop, const struct process_order *order,
                  struct err *err) {
    process->output = process->complaints = -1;
    process->max_output = order->max_output;
    if (launch(process, order, err) != 0) return -1;
    note_running(process);
    process->loop = loop;
    process->source = (struct loop_source){
        .fd = end_of(process->pid), .timeout = next_look, .run = end_is_near, .close = loop_closes};
    process->output_source = (struct loop_source){.fd = process->output, .run = output_is_there};
    process->complaint_source =
        (struct loop_source){.fd = process->complaints, .run = complaint_is_there};
    loop_source_add(loop, &process->source);
    loop_source_add(loop, &process->output_source);
    loop_source_add(loop, &process->complaint_source);
    process->timer.expire = time_is_up;
    if (loop_timer_start(loop, &process->timer, loop_now() + order->timeout) == 0) return 0;
    process_close(process);
    return err_set(err, ERR_MEMORY, "not enough memory");
}

void process_close(struct process *process) {
    if (process->loop) {
        if (process->pid > 0) kill(-process->pid, SIGKILL);
        while (process->pid > 0 && waitpid(process->pid, NULL, 0) < 0 && errno == EINTR) continue;
        process->pid = 0;
        release(process);
    }
    free(process->text);
    process->text = NULL;
    process->len = process->size = 0;
}
