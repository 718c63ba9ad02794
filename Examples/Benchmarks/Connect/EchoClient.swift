// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto

/// Makes calls over a connection as a sender does: each caller waits in a task of its own and can be cancelled.
final class EchoClient: ConnectionHandler {
    private struct State: Sendable {
        var lastNumber: UInt64 = 0
        var queue: [[UInt8]] = []
        var callers: [UInt64: CheckedContinuation<Int, any Error>] = [:]
        var failure: ConnectionError?
    }

    private let state = Lock(State())

    /// Connects.
    static func connected(to port: UInt16) async throws -> (client: EchoClient, connection: Connection) {
        let client = EchoClient()
        let connection = try await Connector.connect(
            to: Endpoint(host: "127.0.0.1", port: port), transport: .plain(.abridged), handler: client)
        return (client, connection)
    }

    /// Makes a call.
    ///
    /// - Parameters:
    ///   - connection: The connection.
    ///   - answerSize: How many bytes the answer shall have.
    /// - Returns: How many bytes it had.
    /// - Throws: Why there is no answer.
    func call(on connection: Connection, answerSize: Int) async throws -> Int {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        let request = EchoProtocol.request(number, answerSize: answerSize)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (failure, pending) = state.withLock { state -> (ConnectionError?, Int) in
                    if state.failure == nil {
                        state.callers[number] = continuation
                        state.queue.append(request)
                    }
                    return (state.failure, state.callers.count)
                }
                if let failure { return continuation.resume(throwing: failure) }
                connection.signalOutput(soon: pending > 1)
            }
        } onCancel: {
            state.withLock { $0.callers.removeValue(forKey: number) }?.resume(throwing: CancellationError())
        }
    }

    func connectionOpened(_ connection: Connection) {}
    func connectionDeadlineReached(_ connection: Connection) {}

    func connection(_ connection: Connection, fill frames: inout OutgoingFrames, limit: Int) -> FillOutcome {
        let (batch, hasMore) = state.withLock { state in
            let count = min(state.queue.count, limit / EchoProtocol.requestSize)
            let batch = Array(state.queue[..<count])
            state.queue.removeFirst(count)
            return (batch, !state.queue.isEmpty)
        }
        for request in batch { frames.append(request) }
        return hasMore ? .more : .all
    }

    func connection(_ connection: Connection, received frames: inout [TransportFrame]) -> ReadingDemand {
        var answered: [(CheckedContinuation<Int, any Error>, Int)] = []
        answered.reserveCapacity(frames.count)
        state.withLock { state in
            for case .payload(let bytes, _) in frames {
                guard let number = EchoProtocol.number(of: bytes) else { continue }
                if let caller = state.callers.removeValue(forKey: number) { answered.append((caller, bytes.count)) }
            }
        }
        for (caller, count) in answered { caller.resume(returning: count) }
        return .more
    }

    func connection(_ connection: Connection, closed error: ConnectionError) {
        let callers = state.withLock { state in
            state.failure = error
            defer { state.callers = [:] }
            return Array(state.callers.values)
        }
        for caller in callers { caller.resume(throwing: error) }
    }
}
