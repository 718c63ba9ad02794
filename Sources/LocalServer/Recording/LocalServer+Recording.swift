// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension LocalServer {
    /// Keeps the calls that come from now on; those of an earlier recording are forgotten.
    ///
    /// Calls that come again because an answer was lost are recorded once.
    ///
    /// - Parameters:
    ///   - limit: How many calls are kept at most; later ones go to `sink` alone.
    ///   - sink: Gets each call before it runs. It is called with the server's lock held, so it must return soon and must
    ///     not use the server.
    public func startRecording(limit: Int = 10_000, _ sink: (@Sendable (RecordedCall) -> Void)? = nil) {
        core.perform { $0.recorder = CallRecorder(limit: limit, sink: sink) }
    }

    /// Keeps no more calls, and forgets those that were kept.
    public func stopRecording() {
        core.perform { $0.recorder = nil }
    }

    /// The calls since ``startRecording(limit:_:)``, in the order in which the server ran them.
    public var recordedCalls: [RecordedCall] { core.perform { $0.recorder?.calls ?? [] } }
}
