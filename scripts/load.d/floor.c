/* The floor: what fetching alone costs. Fetches each URL of a file once a round over reused connections, with libcurl.
 *
 *   floor URLS ROUNDS CONNECTIONS PER_HOST TAGS      with TAGS=1 it sends the ETag of the round before
 *
 * Prints a line for each round: processor seconds, wall seconds, answers 200, answers 304, failures.
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <time.h>

struct target {
    char *url;
    char tag[80];
    char body[16384];
    size_t length;
};

struct slot {
    CURL *handle;
    struct curl_slist *headers;
    struct target *target;
};

static struct target *targets;
static long count, next, full, same, failed;
static int tags;

static size_t keep(char *bytes, size_t size, size_t n, void *context) {
    struct target *target = context;
    size_t length = size * n, room = sizeof target->body - target->length;
    memcpy(target->body + target->length, bytes, length < room ? length : room);
    target->length += length < room ? length : room;
    return length;
}

static size_t header(char *line, size_t size, size_t n, void *context) {
    struct target *target = context;
    size_t length = size * n;
    if (tags && length > 7 && length < sizeof target->tag && !strncasecmp(line, "etag: ", 6)) {
        memcpy(target->tag, line + 6, length - 8);
        target->tag[length - 8] = 0;
    }
    return length;
}

static void start(CURLM *multi, struct slot *slot) {
    char line[128];
    if (next == count) return;
    slot->target = &targets[next++];
    slot->target->length = 0;
    curl_slist_free_all(slot->headers);
    slot->headers = 0;
    if (tags && slot->target->tag[0]) {
        snprintf(line, sizeof line, "If-None-Match: %s", slot->target->tag);
        slot->headers = curl_slist_append(0, line);
    }
    curl_easy_setopt(slot->handle, CURLOPT_HTTPHEADER, slot->headers);
    curl_easy_setopt(slot->handle, CURLOPT_URL, slot->target->url);
    curl_easy_setopt(slot->handle, CURLOPT_WRITEDATA, slot->target);
    curl_easy_setopt(slot->handle, CURLOPT_HEADERDATA, slot->target);
    curl_multi_add_handle(multi, slot->handle);
}

static double seconds(struct timeval t) { return t.tv_sec + t.tv_usec / 1e6; }

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    char line[1024];
    FILE *file = argc == 6 ? fopen(argv[1], "r") : 0;
    if (!file) return 2;
    long rounds = atol(argv[2]), connections = atol(argv[3]), room = 0;
    tags = atoi(argv[5]);
    while (fgets(line, sizeof line, file)) {
        if (count == room) targets = realloc(targets, (room = room * 2 + 1000) * sizeof *targets);
        memset(&targets[count], 0, sizeof *targets);
        line[strcspn(line, "\n")] = 0;
        targets[count++].url = strdup(line);
    }
    curl_global_init(CURL_GLOBAL_ALL);
    CURLM *multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, atol(argv[4]));
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 4 * connections);
    struct slot *slots = calloc(connections, sizeof *slots);
    for (long i = 0; i < connections; i++) {
        slots[i].handle = curl_easy_init();
        curl_easy_setopt(slots[i].handle, CURLOPT_WRITEFUNCTION, keep);
        curl_easy_setopt(slots[i].handle, CURLOPT_HEADERFUNCTION, header);
        curl_easy_setopt(slots[i].handle, CURLOPT_PRIVATE, &slots[i]);
        curl_easy_setopt(slots[i].handle, CURLOPT_TIMEOUT, 30L);
        curl_easy_setopt(slots[i].handle, CURLOPT_PROXY, "");
    }
    for (long round = 0; round < rounds; round++) {
        struct rusage before, after;
        getrusage(RUSAGE_SELF, &before);
        double begun = now();
        long done = 0;
        int running, left;
        next = full = same = failed = 0;
        for (long i = 0; i < connections; i++) start(multi, &slots[i]);
        while (done < count) {
            CURLMsg *message;
            curl_multi_perform(multi, &running);
            while ((message = curl_multi_info_read(multi, &left))) {
                struct slot *slot;
                CURL *handle = message->easy_handle;
                CURLcode result = message->data.result;
                long status = 0;
                if (message->msg != CURLMSG_DONE) continue;
                curl_easy_getinfo(handle, CURLINFO_PRIVATE, (char **)&slot);
                curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
                if (!result && status == 200) full++;
                else if (!result && status == 304) same++;
                else failed++;
                done++;
                curl_multi_remove_handle(multi, handle);
                start(multi, slot);
            }
            if (done < count) curl_multi_poll(multi, 0, 0, 1000, 0);
        }
        getrusage(RUSAGE_SELF, &after);
        printf("%.6f %.6f %ld %ld %ld\n",
               seconds(after.ru_utime) + seconds(after.ru_stime) - seconds(before.ru_utime) - seconds(before.ru_stime),
               now() - begun, full, same, failed);
        fflush(stdout);
    }
    return failed != 0;
}
