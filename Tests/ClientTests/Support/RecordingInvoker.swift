// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender
import FerogramSession
import FerogramTLTypes

@testable import Ferogram

/// Answers calls from a script, and notes them.
final class RecordingInvoker: Invoker {
    /// A call that was made.
    struct Call: Sendable {
        let function: any TLFunction
        let bytes: [UInt8]
        let destination: CallDestination
        let options: CallOptions
    }

    /// What a call gets.
    enum Answer: Sendable {
        case value(any Sendable)
        case error(InvocationError)
    }

    private struct State {
        var calls: [Call] = []
        var answers: [Answer]
    }

    private let state: Lock<State>

    init(_ answers: [Answer]) {
        state = Lock(State(answers: answers))
    }

    var calls: [Call] { state.withLock { $0.calls } }

    func invoke<Function: TLFunction>(
        _ function: Function, on destination: CallDestination, options: CallOptions
    ) async throws(InvocationError) -> Function.Response {
        let bytes: [UInt8]
        do {
            bytes = try function.encoded()
        } catch {
            throw .invalidRequest(method: "\(Function.self)", error)
        }
        let answer = state.withLock { state in
            state.calls.append(Call(function: function, bytes: bytes, destination: destination, options: options))
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        switch answer {
        case .value(let value as Function.Response): return value
        case .value(let value):
            throw .invalidArgument(method: "\(Function.self)", "the test's answer is a \(type(of: value))")
        case .error(let error): throw error
        case nil: throw .invalidArgument(method: "\(Function.self)", "the test has no answer for this call")
        }
    }
}

extension TelegramClient {
    /// A client without a network, whose calls an invoker answers; its random ids count from 1.
    ///
    /// - Parameters:
    ///   - calls: Answers the calls.
    ///   - isBot: Whether the account is a bot's; its number is 1.
    ///   - peers: What it knows.
    ///   - sleep: What is done in place of the pauses between calls; the rule is not to wait.
    ///   - time: Another clock, in the place of all that.
    ///   - peerCapacity: How many peers it remembers.
    /// - Returns: The client.
    /// - Throws: `BuilderError`, never with this configuration.
    static func scripted(
        _ calls: any Invoker, isBot: Bool = false, knowing peers: (users: [TL.User], chats: [TL.Chat]) = ([], []),
        sleep: @escaping @Sendable (MonotonicTime) async throws -> Void = { _ in try Task.checkCancellation() },
        time: Timekeeper? = nil, peerCapacity: Int = PeerCache.usualCapacity
    ) throws -> TelegramClient {
        var configuration = ClientConfiguration(apiID: 1, apiHash: "hash")
        configuration.session = MemorySessionStorage()
        configuration.peerCacheCapacity = peerCapacity
        configuration.time =
            time
            ?? Timekeeper(now: Timekeeper.system.now, sinceEpoch: Timekeeper.system.sinceEpoch, sleep: sleep)
        var session = SessionData()
        session.apply(.account(.init(userID: 1, isBot: isBot)))
        let lastID = Lock<Int64>(0)
        let core = ClientCore(
            try ResolvedConfiguration(configuration), session: session, calls: calls,
            randomID: {
                lastID.withLock {
                    $0 += 1
                    return $0
                }
            })
        core.learn(users: peers.users, chats: peers.chats)
        return TelegramClient(handleOf: core)
    }
}
