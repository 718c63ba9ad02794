// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef FEROGRAM_EVENT_SHIM_H
#define FEROGRAM_EVENT_SHIM_H

// Swift's module of the C library leaves these two headers out, and hides the functions of GNU. Elsewhere there is
// nothing to add.
#if defined(__linux__)
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>

extern int pipe2(int descriptors[2], int flags);
extern int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);
extern int pthread_setname_np(pthread_t thread, const char *name);
extern long syscall(long number, ...);

static inline int ferogram_pipe2(int descriptors[2], int flags) { return pipe2(descriptors, flags); }

static inline int ferogram_accept4(int descriptor, int flags) { return accept4(descriptor, NULL, NULL, flags); }

static inline void ferogram_name_this_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

// Not all C libraries have the functions, nor the type.
struct ferogram_scheduling {
    uint32_t size;
    uint32_t policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime;
    uint64_t deadline;
    uint64_t period;
};

// Gives the calling thread less weight than others, and a long slice, which is what others may interrupt (Linux 6.12).
// Where the system does not know or allow it nothing happens.
static inline void ferogram_step_back(void) {
    struct ferogram_scheduling scheduling = {0};
    if (syscall(SYS_sched_getattr, 0, &scheduling, sizeof scheduling, 0) != 0) return;
    if (scheduling.policy != SCHED_OTHER) return;
    scheduling.size = sizeof scheduling;
    if (scheduling.nice < 10) scheduling.nice = 10;
    scheduling.runtime = 100000000;
    syscall(SYS_sched_setattr, 0, &scheduling, 0);
}
#endif

#endif
