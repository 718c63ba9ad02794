// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramMTSender

/// What became of calls, and which ones are under way.
final class CallLog: Sendable {
    private struct Row: Sendable {
        var succeeded = 0
        var errors: [String: Int] = [:]
    }

    private struct State: Sendable {
        var last = 0
        var pending: [Int: (name: String, program: Int, since: ContinuousClock.Instant)] = [:]
        var rows: [String: Row] = [:]
        var problems: [String] = []
        var files = 0
        var fileBytes = 0
    }

    /// Longer than any call may take with all its retries.
    private static let limit = Duration.seconds(300)
    private static let mostProblems = 40

    private let state = Lock(State())

    /// What was wrong, the first of it.
    var problems: [String] { state.withLock { $0.problems } }
    var pendingCount: Int { state.withLock { $0.pending.count } }
    var files: (count: Int, bytes: Int) { state.withLock { ($0.files, $0.fileBytes) } }
    /// How many calls succeeded, and how many did not.
    var counts: (succeeded: Int, failed: Int) {
        state.withLock { state in
            state.rows.values.reduce((0, 0)) { sum, row in
                (sum.0 + row.succeeded, sum.1 + row.errors.values.reduce(0, +))
            }
        }
    }

    /// Makes a call, and notes what becomes of it.
    ///
    /// - Parameters:
    ///   - name: What it is called.
    ///   - program: Who makes it.
    ///   - mayBeSignedOut: Whether it is right that nobody is signed in.
    ///   - body: Makes it.
    /// - Returns: Whether it succeeded.
    @discardableResult
    func note(
        _ name: String, by program: Int, mayBeSignedOut: Bool = false, _ body: () async throws -> Void
    ) async -> Bool {
        let id = state.withLock { state in
            state.last += 1
            state.pending[state.last] = (name, program, .now)
            return state.last
        }
        defer { state.withLock { _ = $0.pending.removeValue(forKey: id) } }
        do {
            try await body()
            state.withLock { $0.rows[name, default: Row()].succeeded += 1 }
            return true
        } catch {
            let (text, isExpected) = Self.judge(error)
            state.withLock { state in
                state.rows[name, default: Row()].errors[text, default: 0] += 1
                if isExpected || mayBeSignedOut && text == "AUTH_KEY_UNREGISTERED" { return }
                Self.add("program \(program), \(name): \(error)", to: &state)
            }
            return false
        }
    }

    /// The call that is under way for longest; none if there is none.
    var oldest: String {
        let oldest = state.withLock { $0.pending.values.min { $0.since < $1.since } }
        guard let oldest else { return "none" }
        let seconds = (ContinuousClock.now - oldest.since).components.seconds
        return "\(oldest.name) of program \(oldest.program) for \(seconds) s"
    }

    func noteFile(_ size: Int) {
        state.withLock { state in
            state.files += 1
            state.fileBytes += size
        }
    }

    func fail(_ problem: String) {
        state.withLock { Self.add(problem, to: &$0) }
    }

    private static func add(_ problem: String, to state: inout State) {
        if state.problems.count < mostProblems { state.problems.append(problem) }
    }

    /// Notes the calls that are under way for too long.
    func look() {
        let now = ContinuousClock.now
        state.withLock { state in
            for (id, call) in state.pending where now - call.since > Self.limit {
                state.pending[id] = nil
                Self.add("program \(call.program), \(call.name): no end after \(now - call.since)", to: &state)
            }
        }
    }

    /// Notes all that are still under way.
    func close() {
        state.withLock { state in
            for call in state.pending.values {
                Self.add("program \(call.program), \(call.name): no end", to: &state)
            }
        }
    }

    /// The kinds of calls that never succeeded, with what they met.
    var failures: [String] {
        state.withLock { state in
            state.rows.sorted { $0.key < $1.key }.filter { $0.value.succeeded == 0 }.map { name, row in
                "\(name): \(row.errors.sorted { $0.value > $1.value }.prefix(3).map { "\($0.value) × \($0.key)" })"
            }
        }
    }

    var kindCount: Int { state.withLock { $0.rows.count } }

    /// What an error is called, and whether it is one that faults bring about.
    private static func judge(_ error: any Error) -> (name: String, isExpected: Bool) {
        switch error {
        case let error as InvocationError: judge(error)
        case let error as TransferError:
            switch error {
            case .invocation(let error): judge(error)
            case .cancelled: ("cancelled", true)
            case .unavailable: ("unavailable", true)
            default: ("\(error)", false)
            }
        default: ("\(error)", false)
        }
    }

    /// The errors of class 500 that the faults lead to.
    private static let trouble: Set<String> = ["RPC_CALL_FAIL", "RANDOM_ID_DUPLICATE"]

    private static func judge(_ error: InvocationError) -> (name: String, isExpected: Bool) {
        switch error {
        case .rpc(let error):
            // Of trouble inside of the server only what the faults lead to.
            (
                error.name.rawValue,
                error.code != 401 && (error.code != 500 || Self.trouble.contains(error.name.rawValue))
            )
        case .outcomeUnknown: ("outcome unknown", true)
        case .deadlineExceeded: ("no answer before the deadline", true)
        case .cancelled: ("cancelled", true)
        case .disconnected: ("disconnected", true)
        case .refusedByPolicy: ("refused by the policy", true)
        case .tooManyPendingCalls: ("too many pending calls", true)
        case .unknownPeer: ("unknown peer", true)
        case .connectionLost: ("connection lost", true)
        default: ("\(error)", false)
        }
    }
}
