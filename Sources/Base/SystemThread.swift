// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import CFerogramEvent

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Threads of the system, for what must not hold a thread of Swift's pool.
package enum SystemThread {
    /// Holds what a new thread has to do.
    private final class Work: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Starts a thread, which ends when its work is done.
    ///
    /// - Parameter run: What it does.
    /// - Returns: The `errno` if the system refused.
    package static func start(_ run: @escaping @Sendable () -> Void) -> Int32? {
        let argument = Unmanaged.passRetained(Work(run))
        #if canImport(Darwin)
        var thread: pthread_t?
        let main: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { argument in
            Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
            return nil
        }
        #else
        var thread = pthread_t()
        let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
            if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run() }
            return nil
        }
        #endif
        let code = pthread_create(&thread, nil, main, argument.toOpaque())
        guard code == 0 else {
            argument.release()
            return code
        }
        #if canImport(Darwin)
        if let thread { pthread_detach(thread) }
        #else
        pthread_detach(thread)
        #endif
        return nil
    }

    /// How many threads can work at once.
    package static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// Names the calling thread, for whoever looks at the process.
    package static func nameThisOne(_ name: StaticString) {
        let pointer = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
        #if canImport(Darwin)
        pthread_setname_np(pointer)
        #else
        ferogram_name_this_thread(pointer)
        #endif
    }

    /// Lets other threads go first, where the calling one has stepped back; to be called now and then.
    ///
    /// The system looks at who is next every few milliseconds only, unless somebody wakes.
    package static func giveWay() {
        sched_yield()
    }

    /// Lets all threads that have just something to do go before the calling one, for as long as it lives.
    package static func stepBack() {
        #if canImport(Darwin)
        pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0)
        #else
        ferogram_step_back()
        #endif
    }
}
