// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLFunctions
import FerogramTLTypes

/// Keeps the calls that come to a server, while somebody wants them.
struct CallRecorder: Sendable {
    let limit: Int
    let sink: (@Sendable (RecordedCall) -> Void)?
    private(set) var calls: [RecordedCall] = []

    init(limit: Int, sink: (@Sendable (RecordedCall) -> Void)?) {
        self.limit = limit
        self.sink = sink
    }

    mutating func add(_ call: RecordedCall) {
        sink?(call)
        if calls.count < limit { calls.append(call) }
    }
}

extension Engine {
    /// Records a call that could be read and is about to run.
    mutating func record(_ function: any TLDecodableFunction, _ wrapping: Wrapping, _ call: PendingCall) {
        guard recorder != nil else { return }
        let id = type(of: function).constructorID
        let layer = wrapping.layer ?? owner(of: call.origin.authKeyID).flatMap { keys[$0]?.layer }
        recorder?.add(
            RecordedCall(
                method: TL.name(ofConstructor: id) ?? "?", wrappers: wrapping.names, account: call.account,
                dataCenter: call.dataCenter, layer: layer, bytes: (try? function.encoded()) ?? []))
    }
}
