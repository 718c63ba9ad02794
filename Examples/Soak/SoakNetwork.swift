// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramTestSupport

/// The network of one client: connections are refused, come late, trickle, are cut in the middle of a packet, or swallow
/// what is written from some byte on.
final class SoakNetwork: Dialer {
    /// What happens to a connection.
    enum Fate: Sendable {
        case good
        /// It ends after so many bytes.
        case cut(after: Int)
        /// After so many bytes nothing more arrives at the server, and nobody says so.
        case silent(after: Int)
        /// Few bytes come at a time.
        case trickle(Int)
    }

    private struct State: Sendable {
        var generator: SeededGenerator
        var isCalm = true
        var streams: [WeakStream] = []
    }

    private struct WeakStream: Sendable {
        weak var stream: SoakConnection?
    }

    private let base = SocketDialer()
    private let state: Lock<State>

    init(seed: UInt64) {
        state = Lock(State(generator: SeededGenerator(seed: seed)))
    }

    var thread: IOThread { base.thread }

    /// From now on things go wrong.
    func storm() {
        state.withLock { $0.isCalm = false }
    }

    /// From now on nothing goes wrong here, and what went wrong ends.
    func calm() {
        let streams = state.withLock { state in
            state.isCalm = true
            return state.streams
        }
        for weak in streams { weak.stream?.endIfBad() }
    }

    func open(_ endpoint: Endpoint, deadline: MonotonicTime?) async throws(ConnectionError) -> any ByteStream {
        let (fate, delay, isRefused) = state.withLock { state -> (Fate, Duration, Bool) in
            guard !state.isCalm else { return (.good, .zero, false) }
            let delay = Duration.milliseconds(Int64.random(in: -200...150, using: &state.generator))
            let isRefused = Int.random(in: 0..<25, using: &state.generator) == 0
            return (Self.fate(&state.generator), max(.zero, delay), isRefused)
        }
        if delay > .zero { try? await Task.sleep(for: delay) }
        if isRefused { throw ConnectionError(.refused, endpoint: endpoint) }
        let stream = SoakConnection(try await base.open(endpoint, deadline: deadline), fate)
        state.withLock { state in
            state.streams.removeAll { $0.stream == nil }
            state.streams.append(WeakStream(stream: stream))
        }
        return stream
    }

    private static func fate(_ generator: inout SeededGenerator) -> Fate {
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<15: .cut(after: Int.random(in: 1..<400, using: &generator))
        case 15..<35: .cut(after: Int.random(in: 1_000..<200_000, using: &generator))
        case 35..<38: .silent(after: Int.random(in: 500..<50_000, using: &generator))
        case 38..<44: .trickle(Int.random(in: 64..<1_400, using: &generator))
        default: .good
        }
    }
}

/// A connection with its fate.
private final class SoakConnection: ByteStream {
    private let stream: any ByteStream
    private let fate: SoakNetwork.Fate
    private let count = Lock(0)
    private let isRetired = Lock(false)

    init(_ stream: any ByteStream, _ fate: SoakNetwork.Fate) {
        self.stream = stream
        self.fate = fate
    }

    var thread: IOThread { stream.thread }

    /// Ends the connection unless it is as good as any other.
    func endIfBad() {
        if case .good = fate { return }
        // Its descriptor may be another connection's once it is retired.
        isRetired.withLock { isRetired in
            if !isRetired { stream.shutdown() }
        }
    }

    /// Counts bytes, and cuts the connection if there were enough.
    private func note(_ bytes: Int) -> Int {
        let sum = count.withLock { count in
            count += bytes
            return count
        }
        if case .cut(let limit) = fate, sum >= limit { stream.shutdown() }
        return sum
    }

    func start(interest: IOEvents, handler: any IOHandler) -> ConnectionError? {
        stream.start(interest: interest, handler: handler)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
        var room = buffer
        if case .trickle(let count) = fate { room = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(count)) }
        let outcome = stream.read(into: room)
        if case .bytes(let count) = outcome { _ = note(count) }
        return outcome
    }

    func write(_ bytes: UnsafeRawBufferPointer) -> WriteOutcome {
        if case .silent(let limit) = fate, count.withLock({ $0 }) >= limit { return .bytes(bytes.count) }
        var part = bytes
        if case .trickle(let count) = fate { part = UnsafeRawBufferPointer(rebasing: bytes.prefix(count)) }
        let outcome = stream.write(part)
        if case .bytes(let count) = outcome { _ = note(count) }
        return outcome
    }

    func setInterest(_ interest: IOEvents) -> ConnectionError? { stream.setInterest(interest) }
    func setDeadline(_ deadline: MonotonicTime?) { stream.setDeadline(deadline) }
    func shutdownWriting() { stream.shutdownWriting() }
    func shutdown() { stream.shutdown() }

    func retire() {
        isRetired.withLock { $0 = true }
        stream.retire()
    }
}
