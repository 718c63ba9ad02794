/* This file is part of Ferogram for Swift.
   SPDX-License-Identifier: MIT OR Apache-2.0

   What the system alone costs: 100 bytes to another process and back, over loopback.
   pingpong serve        prints a port, and answers
   pingpong PORT COUNT   prints the processor time and the median of a round trip, in microseconds, as JSON */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { length = 100, most = 1000000 };

static double seconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void transfer(int socket, char *bytes, int writes) {
    size_t done = 0;
    while (done < length) {
        ssize_t count = writes ? send(socket, bytes + done, length - done, 0) : recv(socket, bytes + done, length - done, 0);
        if (count <= 0) exit(0);
        done += (size_t)count;
    }
}

static int compare(const void *left, const void *right) {
    double first = *(const double *)left, second = *(const double *)right;
    return (first > second) - (first < second);
}

int main(int count, char **arguments) {
    char bytes[length] = {0};
    int yes = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int end = socket(AF_INET, SOCK_STREAM, 0);
    if (count == 2 && strcmp(arguments[1], "serve") == 0) {
        socklen_t size = sizeof address;
        if (bind(end, (struct sockaddr *)&address, size) || listen(end, 16)) return 1;
        getsockname(end, (struct sockaddr *)&address, &size);
        printf("%d\n", ntohs(address.sin_port));
        fflush(stdout);
        while (1) {
            int peer = accept(end, NULL, NULL);
            if (peer < 0) return 1;
            if (fork() != 0) {
                close(peer);
                continue;
            }
            setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
            while (1) {
                transfer(peer, bytes, 0);
                transfer(peer, bytes, 1);
            }
        }
    }
    if (count != 3) return 2;
    int rounds = atoi(arguments[2]);
    if (rounds < 1 || rounds > most) return 2;
    double *times = malloc(sizeof(double) * (size_t)rounds);
    address.sin_port = htons((unsigned short)atoi(arguments[1]));
    if (times == NULL || connect(end, (struct sockaddr *)&address, sizeof address)) return 1;
    setsockopt(end, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    double begun = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (int round = 0; round < rounds; round++) {
        double start = seconds(CLOCK_MONOTONIC);
        transfer(end, bytes, 1);
        transfer(end, bytes, 0);
        times[round] = seconds(CLOCK_MONOTONIC) - start;
    }
    double spent = seconds(CLOCK_PROCESS_CPUTIME_ID) - begun;
    qsort(times, (size_t)rounds, sizeof *times, compare);
    printf("{\"processor\": %.3f, \"p50\": %.3f}\n", spent * 1e6 / rounds, times[rounds / 2] * 1e6);
    return 0;
}
