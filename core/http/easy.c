/* SPDX-License-Identifier: MIT
 * Checks the options of a request and sets them on a libcurl easy handle: URL, proxy, authorities,
 * method, headers. It knows nothing of the loop and keeps nothing. */
#include "http/easy.h"

#include <ctype.h>
#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char system_folder[] = "/etc/ssl/certs";
static bool system_folder_hashed;
static const char blanks[] = "\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20\21\22\23\24\25\26\27\30"
                             "\31\32\33\34\35\36\37 \177";

static const char *after_scheme(const char *url) {
    if (strncasecmp(url, "https://", 8) == 0) return url + 8;
    if (strncasecmp(url, "http://", 7) == 0) return url + 7;
    return NULL;
}

static const char *environment(const char *name) {
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

/* Certificates by the hash of their subject: eight hex digits and ".0". */
static bool hashed_name(const char *name) {
    return strspn(name, "0123456789abcdef") == 8 && strcmp(name + 8, ".0") == 0;
}

static void look_at_system_folder(void) {
    DIR *folder = opendir(system_folder);
    if (!folder) return;
    const struct dirent *entry;
    while (!system_folder_hashed && (entry = readdir(folder)))
        system_folder_hashed = hashed_name(entry->d_name);
    closedir(folder);
}

/* Debian's libcurl loads the bundle and the hashed folder, and with a folder in play it parses the
 * bundle again for each connection. So either a file alone, which libcurl then caches, or the
 * folder alone. */
static CURLcode set_authorities(CURL *easy, const char *file) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (!file) file = environment("CURL_CA_BUNDLE");
    if (!file) file = environment("SSL_CERT_FILE");
    const char *folder = file ? NULL : environment("SSL_CERT_DIR");
    if (!file && !folder) {
        pthread_once(&once, look_at_system_folder);
        if (!system_folder_hashed) return CURLE_OK;
        folder = system_folder;
    }
    CURLcode code = curl_easy_setopt(easy, CURLOPT_CAINFO, file);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_CAPATH, folder);
}

/* libcurl parses and re-encodes a long query; as a request target it is sent as it is. Through a
 * proxy the target may have to be the whole URL, so there libcurl composes it. */
static CURLcode set_target(CURL *easy, const char *url, const char *query) {
    const char *path = after_scheme(url);
    path += strcspn(path, "/?#");
    size_t base = (size_t)(path - url) + strcspn(path, "?#");
    const char *rest = url + base;
    if (!query && *rest != '?') return curl_easy_setopt(easy, CURLOPT_URL, url);
    size_t path_len = (size_t)(rest - path);
    size_t query_len = query ? strlen(query) : strcspn(++rest, "#");
    char *copy = malloc(base + 1 + 1 + path_len + 1 + query_len + 1);
    if (!copy) return CURLE_OUT_OF_MEMORY;
    memcpy(copy, url, base);
    copy[base] = '\0';
    char *target = copy + base + 1, *out = target;
    if (path_len == 0) *out++ = '/';
    memcpy(out, path, path_len);
    out += path_len;
    *out++ = '?';
    memcpy(out, query ? query : rest, query_len);
    out[query_len] = '\0';
    CURLcode code = curl_easy_setopt(easy, CURLOPT_URL, copy);
    if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_REQUEST_TARGET, target);
    free(copy);
    return code;
}

static CURLcode set_whole_url(CURL *easy, const struct http_options *options) {
    if (!options->query) return curl_easy_setopt(easy, CURLOPT_URL, options->url);
    char *url;
    if (asprintf(&url, "%s?%s", options->url, options->query) < 0) return CURLE_OUT_OF_MEMORY;
    CURLcode code = curl_easy_setopt(easy, CURLOPT_URL, url);
    free(url);
    return code;
}

static bool is_one_of(const char *method, const char *const *list) {
    while (*list && strcmp(method, *list) != 0) list++;
    return *list != NULL;
}

static bool takes_body(const char *method) {
    static const char *const with_body[] = {"POST", "PUT", "PATCH", NULL};
    return is_one_of(method, with_body);
}

/* Where it goes, and what it carries there. */
static CURLcode set_request(CURL *easy, const struct http_options *options, bool direct) {
    CURLcode code = direct ? set_target(easy, options->url, options->query)
                           : set_whole_url(easy, options);
    if (code != CURLE_OK || options->parts || !takes_body(options->method)) return code;
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)options->body_len);
    return curl_easy_setopt(easy, CURLOPT_POSTFIELDS, options->body ? options->body : "");
}

/* A PUT and a PATCH are POSTs to libcurl but for their name. */
static CURLcode set_method(CURL *easy, const struct http_options *options) {
    const char *method = options->method;
    if (strcmp(method, "GET") == 0) return CURLE_OK;
    if (strcmp(method, "HEAD") == 0) return curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    CURLcode code = CURLE_OK;
    if (strcmp(method, "POST") != 0) code = curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
    if (code != CURLE_OK || !takes_body(method)) return code;
    if (options->parts) return CURLE_OK; /* multipart_open makes it a POST */
    return curl_easy_setopt(easy, CURLOPT_POST, 1L);
}

/* What says where a body ends: a second one, or a wrong one, would spoil the next request of the connection. */
static bool is_framing(const char *line, size_t name) {
    static const char *const framing[] = {"Content-Length", "Transfer-Encoding"};
    for (size_t i = 0; i < sizeof framing / sizeof framing[0]; i++)
        if (strlen(framing[i]) == name && strncasecmp(line, framing[i], name) == 0) return true;
    return false;
}

static int check_header(const char *line, struct err *err) {
    size_t name = strcspn(line, ":");
    if (name == 0 || line[name] != ':')
        return err_set(err, ERR_DATA, "a header line must read \"Name: value\"");
    for (size_t i = 0; i < name; i++)
        if (line[i] <= ' ' || line[i] >= 0x7f)
            return err_set(err, ERR_DATA, "a header name has a character that is not allowed");
    if (strpbrk(line, "\r\n"))
        return err_set(err, ERR_DATA, "header %.*s has a line break in it", (int)name, line);
    if (is_framing(line, name))
        return err_set(err, ERR_DATA, "header %.*s cannot be given: it is made from the body", (int)name, line);
    return 0;
}

static int check_url(const char *url, struct err *err) {
    const char *place = url ? after_scheme(url) : NULL;
    if (!place) return err_set(err, ERR_DATA, "the URL must begin with https:// or http://");
    if (strcspn(place, "/?#") == 0) return err_set(err, ERR_DATA, "the URL has no host");
    if (url[strcspn(url, blanks)])
        return err_set(err, ERR_DATA, "the URL has a space or control character in it");
    return 0;
}

static bool proxy_in_environment(void) {
    static const char *const names[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                        "ALL_PROXY"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (environment(names[i])) return true;
    return false;
}

int easy_check(const struct http_options *options, struct err *err) {
    const char *method = options->method;
    if (check_url(options->url, err) != 0) return -1;
    if (options->query && options->url[strcspn(options->url, "?#")])
        return err_set(err, ERR_DATA, "the URL must end with its path, without a query");
    static const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", NULL};
    if (!is_one_of(method, methods))
        return err_set(err, ERR_DATA, "the method must be GET, HEAD, POST, PUT, PATCH or DELETE");
    if ((options->body || options->parts) && !takes_body(method))
        return err_set(err, ERR_DATA, "a %s request has no body", method);
    if (options->body && options->parts)
        return err_set(err, ERR_DATA, "a request has either a body or parts");
    for (size_t i = 0; i < options->header_count; i++)
        if (check_header(options->headers[i], err) != 0) return -1;
    return 0;
}

char *easy_place(const char *url) {
    const char *start = after_scheme(url);
    const char *end = start + strcspn(start, "/?#");
    const char *at = memrchr(start, '@', (size_t)(end - start));
    if (at) start = at + 1;
    const char *bracket = memrchr(start, ']', (size_t)(end - start));
    const char *host_end = bracket ? bracket : start;
    bool has_port = memchr(host_end, ':', (size_t)(end - host_end)) != NULL;
    const char *port = has_port ? "" : tolower((unsigned char)url[4]) == 's' ? ":443" : ":80";
    char *place;
    return asprintf(&place, "%.*s%s", (int)(end - start), start, port) < 0 ? NULL : place;
}

static int failed(CURLcode code, struct err *err) {
    return err_set(err, code == CURLE_OUT_OF_MEMORY ? ERR_MEMORY : ERR_DATA, "request refused: %s",
                   curl_easy_strerror(code));
}

int easy_set_up(CURL *easy, const struct http_options *options, struct err *err) {
    const char *proxy = options->proxy ? options->proxy : proxy_in_environment() ? NULL : "";
    CURLcode code = proxy ? curl_easy_setopt(easy, CURLOPT_PROXY, proxy) : CURLE_OK;
    if (code == CURLE_OK && strncasecmp(options->url, "https:", 6) == 0)
        code = set_authorities(easy, options->ca_file);
    if (code == CURLE_OK) code = set_method(easy, options);
    if (code == CURLE_OK) code = set_request(easy, options, proxy && !*proxy);
    if (code == CURLE_OK && options->user_agent)
        code = curl_easy_setopt(easy, CURLOPT_USERAGENT, options->user_agent);
    if (code != CURLE_OK) return failed(code, err);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    /* Cancelling must not wait for a name server that does not answer. */
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
                     options->http2 ? (long)CURL_HTTP_VERSION_2TLS : (long)CURL_HTTP_VERSION_1_1);
    if (options->http2) curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
    if (options->low_speed_limit > 0) {
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, options->low_speed_limit);
        double seconds = options->low_speed_time < 1 ? 1 : options->low_speed_time;
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)seconds);
    }
    return 0;
}

struct curl_slist *easy_headers(const char *const *headers, size_t count) {
    /* Without this a longer body waits up to a second for "100 Continue". */
    struct curl_slist *list = curl_slist_append(NULL, "Expect:");
    for (size_t i = 0; list && i < count; i++) {
        const char *line = headers[i];
        const char *value = strchr(line, ':') + 1;
        struct curl_slist *longer;
        if (value[strspn(value, " \t")]) {
            longer = curl_slist_append(list, line);
        } else { /* "Name:" would take the header out; libcurl writes an empty one as "Name;" */
            char *empty = NULL;
            longer = asprintf(&empty, "%.*s;", (int)(value - 1 - line), line) < 0
                         ? NULL
                         : curl_slist_append(list, empty);
            free(empty);
        }
        if (!longer) curl_slist_free_all(list);
        list = longer;
    }
    return list;
}
