// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramMTProto

/// What the I/O thread tells about one stream.
///
/// All calls come on that thread and none may block.
package protocol IOHandler: AnyObject, Sendable {
    /// Something can be done now. A stale event may come: what cannot be done after all is no error.
    ///
    /// - Parameters:
    ///   - events: What.
    ///   - buffer: Memory to read into, shared by all streams of the thread and valid during the call.
    func ready(for events: IOEvents, buffer: UnsafeMutableRawBufferPointer)

    /// The instant has come that was set.
    ///
    /// - Parameter now: The time.
    func deadlineReached(now: MonotonicTime)
}
