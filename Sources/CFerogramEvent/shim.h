// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef FEROGRAM_EVENT_SHIM_H
#define FEROGRAM_EVENT_SHIM_H

// Swift's module of the C library leaves these two headers out, and hides the functions of GNU. Elsewhere there is
// nothing to add.
#if defined(__linux__)
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

extern int pipe2(int descriptors[2], int flags);
extern int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);
extern int pthread_setname_np(pthread_t thread, const char *name);

static inline int ferogram_pipe2(int descriptors[2], int flags) { return pipe2(descriptors, flags); }

static inline int ferogram_accept4(int descriptor, int flags) { return accept4(descriptor, NULL, NULL, flags); }

static inline void ferogram_name_this_thread(const char *name) { pthread_setname_np(pthread_self(), name); }
#endif

#endif
