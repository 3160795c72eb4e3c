/* SPDX-License-Identifier: MIT
 * The calls of the reference client: libcurl multi, pooled easy handles that keep their options,
 * and signing threads. One loop runs everything but the signing. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <curl/curl.h>

#include "reference.h"

struct call {
    CURL *easy;
    char content[256], to_sign[CALL_TEXT], url[CALL_TEXT], body[CALL_TEXT], timestamp[32];
    char signature[SIGNATURE_TEXT];
    char *reply;
    size_t reply_len, reply_size;
    curl_mime *mime;
    struct v3 v3;
    struct call *next;
};

static const struct settings *settings;
static CURLM *multi;
static struct curl_slist *headers;
static char node_name[256], v3_path[256];
static int started, finished, failed;

/* What goes to the threads and what comes back from them. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wanted = PTHREAD_COND_INITIALIZER;
static struct call *unsigned_head, *unsigned_tail, *signed_head;
static bool over;

static size_t receive(char *bytes, size_t size, size_t items, void *context) {
    struct call *call = context;
    size_t len = size * items;
    if (call->reply_len + len > call->reply_size) {
        size_t room = 2 * (call->reply_len + len);
        char *reply = realloc(call->reply, room);
        if (!reply) return 0;
        call->reply = reply;
        call->reply_size = room;
    }
    memcpy(call->reply + call->reply_len, bytes, len);
    call->reply_len += len;
    return len;
}

static char *escape(char *out, const char *text) {
    static const char digits[] = "0123456789ABCDEF";
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            c == '-' || c == '.' || c == '_' || c == '~') {
            *out++ = (char)c;
        } else {
            *out++ = '%';
            *out++ = digits[c >> 4];
            *out++ = digits[c & 15];
        }
    }
    *out = '\0';
    return out;
}

/* Parameters in the order of their names, as they are signed; NULL for one that this call has not.
 */
static const char *const names[] = {"app_id",     "biz_content", "charset", "format",
                                    "image_name", "image_type",  "method",  "sign_type",
                                    "timestamp",  "version"};
enum { NAMES = sizeof names / sizeof names[0] };

static void fill(struct call *call, int number, const char *values[NAMES]) {
    time_t now = time(NULL) + 8 * 3600;
    struct tm tm;
    gmtime_r(&now, &tm);
    strftime(call->timestamp, sizeof call->timestamp, "%Y-%m-%d %H:%M:%S", &tm);
    snprintf(call->content, sizeof call->content,
             "{\"out_trade_no\":\"20261123%09d\",\"total_amount\":\"88.88\",\"subject\":"
             "\"\xE6\xB5\x8B\xE8\xAF\x95 order\"}",
             settings->orders ? number % settings->orders : number);
    const char *const all[NAMES] = {settings->app_id,
                                    settings->upload ? NULL : call->content,
                                    "utf-8",
                                    "JSON",
                                    settings->upload ? "photo" : NULL,
                                    settings->upload ? "jpg" : NULL,
                                    settings->method,
                                    "RSA2",
                                    call->timestamp,
                                    "1.0"};
    memcpy(values, all, sizeof all);
}

static void write_to_sign(struct call *call, const char *const values[NAMES]) {
    char *out = call->to_sign;
    for (size_t i = 0; i < NAMES; i++) {
        if (!values[i]) continue;
        if (i) *out++ = '&';
        out = stpcpy(out, names[i]);
        *out++ = '=';
        out = stpcpy(out, values[i]);
    }
}

static void prepare(struct call *call, int number) {
    const char *values[NAMES];
    fill(call, number, values);
    if (settings->v3) {
        v3_prepare(&call->v3, v3_path, call->content, call->to_sign);
        return;
    }
    write_to_sign(call, values);
    char *out = stpcpy(call->url, "?");
    for (size_t i = 0; i < NAMES; i++) {
        if (!values[i] || strcmp(names[i], "biz_content") == 0) continue;
        out = stpcpy(out, names[i]);
        *out++ = '=';
        out = escape(out, values[i]);
        *out++ = '&';
    }
    stpcpy(out, "sign=");
    if (!settings->upload) escape(stpcpy(call->body, "biz_content="), call->content);
}

static void set_up(struct call *call) {
    CURL *easy = call->easy = curl_easy_init();
    if (!easy) die("curl");
    curl_easy_setopt(easy, CURLOPT_URL, settings->gateway);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 60000L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, call);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, call);
    if (settings->v3) {
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, v3_header);
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, &call->v3);
    }
    if (settings->ca_file || settings->ca_folder) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, settings->ca_file);
        curl_easy_setopt(easy, CURLOPT_CAPATH, settings->ca_folder);
    }
}

static void attach_file(struct call *call) {
    curl_mime_free(call->mime);
    call->mime = curl_mime_init(call->easy);
    curl_mimepart *part = curl_mime_addpart(call->mime);
    curl_mime_name(part, "image_content");
    if (curl_mime_filedata(part, settings->upload) != CURLE_OK) die(settings->upload);
    curl_mime_type(part, "image/jpeg");
    curl_easy_setopt(call->easy, CURLOPT_MIMEPOST, call->mime);
}

/* The path of the gateway is /gateway.do; a request target spares libcurl the parsing of a long
 * query. */
static void send_call(struct call *call) {
    char target[CALL_TEXT];
    const char *body = settings->v3 ? call->content : call->body;
    call->reply_len = 0;
    if (settings->v3) {
        stpcpy(target, v3_path);
        curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, v3_headers(&call->v3, call->signature));
    } else {
        escape(stpcpy(stpcpy(target, "/gateway.do"), call->url), call->signature);
    }
    curl_easy_setopt(call->easy, CURLOPT_REQUEST_TARGET, target);
    if (settings->upload) {
        attach_file(call);
    } else {
        curl_easy_setopt(call->easy, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
        curl_easy_setopt(call->easy, CURLOPT_POSTFIELDS, body);
    }
    curl_multi_add_handle(multi, call->easy);
}

static void *sign_calls(void *context) {
    struct signer *signer = context;
    pthread_mutex_lock(&lock);
    for (;;) {
        while (!unsigned_head && !over) pthread_cond_wait(&wanted, &lock);
        if (over) break;
        struct call *call = unsigned_head;
        unsigned_head = call->next;
        pthread_mutex_unlock(&lock);
        signer_sign(signer, call->to_sign, strlen(call->to_sign), call->signature);
        pthread_mutex_lock(&lock);
        call->next = signed_head;
        signed_head = call;
        pthread_mutex_unlock(&lock);
        curl_multi_wakeup(multi);
        pthread_mutex_lock(&lock);
    }
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void start_call(struct call *call, struct signer *signer) {
    prepare(call, started++);
    if (!settings->threads) {
        signer_sign(signer, call->to_sign, strlen(call->to_sign), call->signature);
        send_call(call);
        return;
    }
    call->next = NULL;
    pthread_mutex_lock(&lock);
    if (unsigned_head) unsigned_tail->next = call;
    else unsigned_head = call;
    unsigned_tail = call;
    pthread_cond_signal(&wanted);
    pthread_mutex_unlock(&lock);
}

static void send_signed(void) {
    pthread_mutex_lock(&lock);
    struct call *call = signed_head;
    signed_head = NULL;
    pthread_mutex_unlock(&lock);
    while (call) {
        struct call *next = call->next;
        send_call(call);
        call = next;
    }
}

static void end_call(CURLMsg *message) {
    char *place = NULL;
    long status = 0;
    CURLcode code = message->data.result;
    CURL *easy = message->easy_handle;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &place);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    struct call *call = (struct call *)(void *)place;
    curl_multi_remove_handle(multi, easy);
    finished++;
    if (code != CURLE_OK || status != 200 ||
        (settings->v3 ? v3_check(&call->v3, call->reply, call->reply_len)
                      : reply_check(call->reply, call->reply_len, node_name)) != 0)
        failed++;
}

/* Drives calls until `target` are finished; new ones are started as places become free. */
static void drive(struct call *calls, struct signer *signer, int target) {
    struct call **idle = calloc((size_t)settings->parallel, sizeof *idle);
    int idle_count = 0, left;
    for (int i = 0; i < settings->parallel; i++) idle[idle_count++] = &calls[i];
    while (finished < target) {
        while (idle_count && started < target) start_call(idle[--idle_count], signer);
        if (settings->threads) send_signed();
        int running;
        curl_multi_perform(multi, &running);
        CURLMsg *message;
        int before = idle_count;
        while ((message = curl_multi_info_read(multi, &left))) {
            char *place = NULL;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &place);
            end_call(message);
            idle[idle_count++] = (struct call *)(void *)place;
        }
        if (idle_count == before && finished < target) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
    free(idle);
}

static void open_all(void) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    multi = curl_multi_init();
    headers = curl_slist_append(NULL, "Expect:");
    if (!settings->upload)
        headers = curl_slist_append(
            headers, "Content-Type: application/x-www-form-urlencoded;charset=utf-8");
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)settings->parallel);
    snprintf(node_name, sizeof node_name, "%s_response", settings->method);
    for (char *c = node_name; *c; c++)
        if (*c == '.') *c = '_';
    snprintf(v3_path, sizeof v3_path, "/v3/%s", settings->method);
    for (char *c = v3_path; *c; c++)
        if (*c == '.') *c = '/';
}

static void close_all(struct call *calls) {
    for (int i = 0; i < settings->parallel; i++) {
        curl_easy_cleanup(calls[i].easy);
        curl_mime_free(calls[i].mime);
        curl_slist_free_all(calls[i].v3.headers);
        free(calls[i].reply);
    }
    free(calls);
    curl_slist_free_all(headers);
    curl_multi_cleanup(multi);
    curl_global_cleanup();
}

static void measure(struct call *calls, struct signer *signer) {
    int failed_before = failed;
    double cpu = cpu_seconds(), wall = wall_seconds();
    drive(calls, signer, finished + settings->count);
    cpu = cpu_seconds() - cpu, wall = wall_seconds() - wall;
    printf("{\"count\":%d,\"failed\":%d,\"cpu\":%.6f,\"wall\":%.6f}\n", settings->count,
           failed - failed_before, cpu, wall);
    fflush(stdout);
}

void calls_run(const struct settings *given) {
    settings = given;
    open_all();
    struct call *calls = calloc((size_t)settings->parallel, sizeof *calls);
    struct signer *signers[64];
    pthread_t threads[64];
    for (int i = 0; i < settings->parallel; i++) set_up(&calls[i]);
    signers[0] = signer_new();
    for (int i = 0; i < settings->threads; i++) {
        if (i) signers[i] = signer_new();
        pthread_create(&threads[i], NULL, sign_calls, signers[i]);
    }
    if (settings->warm) drive(calls, signers[0], settings->warm);
    if (!settings->turns) measure(calls, signers[0]);
    while (settings->turns && getchar() != EOF) measure(calls, signers[0]);
    pthread_mutex_lock(&lock);
    over = true;
    pthread_cond_broadcast(&wanted);
    pthread_mutex_unlock(&lock);
    for (int i = 0; i < settings->threads; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < settings->threads || i == 0; i++) signer_free(signers[i]);
    close_all(calls);
}
