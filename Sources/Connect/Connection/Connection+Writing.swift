// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension Connection {
    /// Says that there may be something to send.
    ///
    /// If nobody is sending, this thread asks the handler for frames and writes them before the call comes back, unless
    /// `soon` says otherwise. It may be called from anywhere, but not with a lock that the handler takes in `fill`.
    ///
    /// - Parameter soon: Whether a task does it, so that what others want to send meanwhile goes out with it.
    package func signalOutput(soon: Bool = false) {
        guard update({ $0.signal() }) else { return }
        flush(soon: soon)
    }

    /// Ends the writing after what is queued, so that the peer sees the end.
    ///
    /// Reading goes on.
    ///
    /// What is signalled later may not be sent.
    package func finishWriting() {
        guard update({ $0.finishWriting() }) else { return }
        flush(soon: false)
    }

    private func flush(soon: Bool) {
        guard soon else { return flush(batches: Self.batchesInRow, beginsWithFill: true) }
        // It keeps the connection only until it has written.
        Task { flush(batches: Self.batchesInRow, beginsWithFill: true) }
    }

    /// Sends bytes of a handshake.
    ///
    /// Only the I/O thread calls it, and only before the connection is open.
    func send(_ handshake: [UInt8]) {
        guard !handshake.isEmpty else { return }
        outgoing.append(handshake: handshake)
        if update({ $0.resumeWriting(from: .idle) }) { flush(batches: 1, beginsWithFill: false) }
    }

    /// Asks for frames and writes them until there are no more.
    ///
    /// The caller has become the flusher.
    ///
    /// - Parameters:
    ///   - batches: How many times to ask before a task takes over, so that a caller does not work for all others.
    ///   - beginsWithFill: Whether nothing waits to be written.
    func flush(batches: Int, beginsWithFill: Bool) {
        var batchesLeft = batches
        var fills = beginsWithFill
        while true {
            var outcome: FillOutcome?
            if fills {
                guard batchesLeft > 0 else {
                    Task { flush(batches: Self.batchesInRow, beginsWithFill: true) }
                    return
                }
                batchesLeft -= 1
                outcome = handler?.connection(self, fill: &outgoing, limit: Self.batchSize) ?? .all
                // Who asks to be called again without having sent anything would be called forever.
                if outgoing.byteCount == 0 { outcome = .all }
            }
            switch writeAll() {
            case .blocked:
                return update { $0.blocked() }
            case .failed(let error):
                return update { machine in
                    machine.leaveWriting()
                    _ = machine.fail(error)
                }
            case .bytes:
                break
            }
            let next = outcome
            // While there is more to write, its memory is used again.
            outgoing.removeAll(keeping: next == .all ? Self.keptCapacity : .max)
            switch update({ $0.written(next) }) {
            case .fill:
                fills = true
            case .stop:
                return
            case .shutDownWriting:
                stream.shutdownWriting()
                return update { $0.leaveWriting() }
            }
        }
    }

    /// Writes what waits to be written.
    ///
    /// - Returns: `.bytes` when all is written.
    private func writeAll() -> WriteOutcome {
        while outgoing.byteCount > 0 {
            switch outgoing.withUnwritten({ stream.write($0) }) {
            case .bytes(let count): outgoing.wrote(count)
            case .blocked: return .blocked
            case .failed(let error): return .failed(error)
            }
        }
        return .bytes(0)
    }
}
