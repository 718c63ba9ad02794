// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramMTProto

/// A way to get to an endpoint: directly, in memory, or through something in between.
package protocol Dialer: Sendable {
    /// Opens a stream.
    ///
    /// - Parameters:
    ///   - endpoint: Where to.
    ///   - deadline: Until when, on the clock of the I/O thread; `nil` for as long as it takes.
    /// - Returns: A stream that has not been started.
    /// - Throws: Why there is none, ``ConnectionError/Code-swift.enum/cancelled`` if the task was cancelled.
    func open(_ endpoint: Endpoint, deadline: MonotonicTime?) async throws(ConnectionError) -> any ByteStream

    /// The thread that serves the streams.
    var thread: IOThread { get }
}
