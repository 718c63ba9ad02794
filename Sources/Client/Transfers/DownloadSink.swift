// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import Foundation

/// Where the bytes of a download go.
enum DownloadSink: Sendable {
    /// To their places in a file, in any order.
    case file(DiskFile, base: Int64, TransferCheckpoint?)
    /// One after the other.
    case ordered(@Sendable ([UInt8]) async -> Bool)

    var isOrdered: Bool {
        if case .ordered = self { return true }
        return false
    }
}

/// Puts pieces that come in any order into their order.
struct PieceOrder: Sendable {
    private var waiting: [Int64: [UInt8]] = [:]
    private(set) var next: Int64

    init(from offset: Int64) {
        next = offset
    }

    mutating func insert(_ bytes: [UInt8], at offset: Int64) {
        if !bytes.isEmpty { waiting[offset] = bytes }
    }

    mutating func pop() -> [UInt8]? {
        guard let bytes = waiting.removeValue(forKey: next) else { return nil }
        next += Int64(bytes.count)
        return bytes
    }
}

/// Bytes that one task gives and another takes, a bounded number at a time.
final class ByteChannel: Sendable {
    private struct State {
        var pieces: [[UInt8]] = []
        var isOver = false
        var error: TransferError?
        var taker: CheckedContinuation<Void, Never>?
        var giver: CheckedContinuation<Void, Never>?
    }

    private let capacity: Int
    private let state = Lock(State())

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Gives bytes, and waits until there is room for more.
    ///
    /// - Returns: Whether somebody still wants them.
    func give(_ bytes: [UInt8]) async -> Bool {
        let (taker, isOver, isFull) = state.withLock { state in
            if !state.isOver { state.pieces.append(bytes) }
            defer { state.taker = nil }
            return (state.taker, state.isOver, state.pieces.count >= capacity)
        }
        taker?.resume()
        guard !isOver else { return false }
        guard isFull else { return true }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = state.withLock { state in
                    guard state.pieces.count >= capacity, !state.isOver, !Task.isCancelled else { return false }
                    state.giver = continuation
                    return true
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            wakeGiver()
        }
        return state.withLock { !$0.isOver } && !Task.isCancelled
    }

    /// Takes bytes, and waits for them.
    ///
    /// - Returns: The bytes; `nil` at the end.
    func take() async throws(TransferError) -> [UInt8]? {
        while true {
            let (piece, end, error) = state.withLock { state in
                (state.pieces.isEmpty ? nil : state.pieces.removeFirst(), state.isOver, state.error)
            }
            if let piece {
                wakeGiver()
                return piece
            }
            if let error { throw error }
            if end { return nil }
            if Task.isCancelled { throw .cancelled }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let waits = state.withLock { state in
                        guard state.pieces.isEmpty, !state.isOver, !Task.isCancelled else { return false }
                        state.taker = continuation
                        return true
                    }
                    if !waits { continuation.resume() }
                }
            } onCancel: {
                wakeTaker()
            }
            state.synchronize()
        }
    }

    /// There is no more, or nobody wants more.
    func finish(_ error: TransferError? = nil) {
        state.withLock { state in
            state.isOver = true
            state.error = state.error ?? error
        }
        wakeTaker()
        wakeGiver()
    }

    private func wakeTaker() {
        let taker = state.withLock { state in
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume()
    }

    private func wakeGiver() {
        let giver = state.withLock { state in
            defer { state.giver = nil }
            return state.giver
        }
        giver?.resume()
    }
}

/// Collects bytes that come in order.
final class Collector: Sendable {
    private let bytes = Lock(Data())

    func add(_ piece: [UInt8]) { bytes.withLock { $0.append(contentsOf: piece) } }

    var data: Data { bytes.withLock { $0 } }
}
