// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What a poller has seen.
struct PollerEvent: Sendable {
    let id: UInt64
    let events: IOEvents
    /// An error or a hang-up, which nobody can decline to hear.
    let isBroken: Bool
}

/// The system's way to wait for many descriptors, level-triggered.
///
/// A registration stays until it is changed. `control` is called under the lock of the I/O thread's table and takes
/// effect at once, even while the thread waits; `wait` is called by that thread alone.
protocol Poller: AnyObject, Sendable {
    /// Changes what is waited for on a descriptor. An empty interest takes it out, since errors cannot be masked.
    ///
    /// - Returns: The `errno` if the system refused.
    func control(_ id: UInt64, descriptor: Int32, from former: IOEvents, to interest: IOEvents) -> Int32?

    /// Waits for an event, for `wake()`, or for the time to pass.
    func wait(_ timeout: PollerTimeout, into events: inout [PollerEvent])

    /// Ends the current or the next `wait`.
    func wake()

    /// Gives back the descriptors of the poller itself; nothing else is called afterwards.
    func close()
}

/// How long to wait.
enum PollerTimeout: Equatable, Sendable {
    case none
    case forever
    /// At least so many nanoseconds.
    case nanoseconds(Int64)

    /// Whole milliseconds, rounded up, at most a minute; -1 for ever.
    ///
    /// The system's waits stand still while the machine sleeps and the clock of deadlines does not, so a long wait is cut.
    var milliseconds: Int32 {
        switch self {
        case .none: 0
        case .forever: -1
        case .nanoseconds(let count): Int32(clamping: (min(max(0, count), 60_000_000_000) + 999_999) / 1_000_000)
        }
    }
}
