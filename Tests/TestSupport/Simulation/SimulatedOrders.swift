// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLTypes

/// How a simulated server lets calls run after others (`invokeAfterMsg`, `invokeAfterMsgs`).
struct SimulatedOrders {
    /// How long it waits for the calls before one, in milliseconds.
    static let patience: Int64 = 500

    enum Verdict {
        case ready
        case early
        case failed
    }

    private enum Outcome {
        case running
        case succeeded
        case failed
    }

    private struct Name: Hashable {
        let session: Int64
        let request: MessageID
    }

    private var outcomes: [Name: Outcome] = [:]
    /// In the order in which they came.
    private(set) var waiting: [SimulatedServer.Work] = []
    /// The calls that began since somebody looked.
    var started: [UInt32] = []
    /// The calls that ran to their ends.
    private(set) var succeeded: Set<UInt32> = []

    /// Takes a call out of what says after which messages it runs.
    static func unwrap(_ body: ArraySlice<UInt8>) -> (after: [MessageID], rest: ArraySlice<UInt8>) {
        func long(at offset: Int) -> MessageID {
            let bytes = body.dropFirst(offset).prefix(8)
            return MessageID(rawValue: Int64(bitPattern: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }))
        }
        switch body.prefix(4).reversed().reduce(UInt32(0), { $0 << 8 | UInt32($1) }) {
        case TL.InvokeAfterMsg<TLRawFunction>.constructorID:
            return ([long(at: 4)], body.dropFirst(12))
        case TL.InvokeAfterMsgs<TLRawFunction>.constructorID:
            let count = Int(body.dropFirst(8).first ?? 0)
            return ((0..<count).map { long(at: 12 + 8 * $0) }, body.dropFirst(12 + 8 * count))
        default:
            return ([], body)
        }
    }

    /// Takes a call that came.
    mutating func take(_ work: SimulatedServer.Work) -> Verdict {
        let verdict = verdict(on: work)
        outcomes[name(of: work)] = verdict == .failed ? .failed : .running
        if verdict == .early { waiting.append(work) }
        return verdict
    }

    /// A call was not taken.
    mutating func refused(_ request: MessageID, of session: Int64) {
        outcomes[Name(session: session, request: request)] = .failed
    }

    mutating func ended(_ work: SimulatedServer.Work, succeeded hasSucceeded: Bool) {
        if hasSucceeded { succeeded.insert(work.call.number) }
        // A server that has forgotten the session knows nothing of it any more.
        guard outcomes[name(of: work)] != nil else { return }
        outcomes[name(of: work)] = hasSucceeded ? .succeeded : .failed
    }

    /// - Returns: Whether the call did wait.
    mutating func stopWaiting(_ work: SimulatedServer.Work) -> Bool {
        guard let index = waiting.firstIndex(where: { name(of: $0) == name(of: work) }) else { return false }
        waiting.remove(at: index)
        outcomes[name(of: work)] = .failed
        return true
    }

    /// Takes the next call that need not wait any longer, and whether it may run.
    mutating func next(in session: Int64) -> (SimulatedServer.Work, isReady: Bool)? {
        guard let index = waiting.firstIndex(where: { $0.session == session && verdict(on: $0) != .early }) else {
            return nil
        }
        let work = waiting.remove(at: index)
        let isReady = verdict(on: work) == .ready
        if !isReady { outcomes[name(of: work)] = .failed }
        return (work, isReady)
    }

    mutating func forget() {
        outcomes = [:]
        waiting = []
    }

    private func name(of work: SimulatedServer.Work) -> Name { Name(session: work.session, request: work.request) }

    private func verdict(on work: SimulatedServer.Work) -> Verdict {
        var verdict = Verdict.ready
        for id in work.after {
            switch outcomes[Name(session: work.session, request: id)] {
            case .succeeded: continue
            case .running: verdict = .early
            case .failed, nil: return .failed
            }
        }
        return verdict
    }
}
