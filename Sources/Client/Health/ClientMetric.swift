// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender

/// Something that a program may want to count.
public enum ClientMetric: Sendable {
    /// A call ended, well if there is no error; how long it took, waits and repetitions included.
    case call(method: String, error: InvocationError?, duration: Duration)
    /// A call has to wait, or was given up, because the server said so.
    case flood(FloodEvent)
    /// A connection to a data centre is there.
    case connected(dataCenter: Int)
    /// A connection to a data centre, or an attempt to make one, came to its end.
    case disconnected(dataCenter: Int)
}
