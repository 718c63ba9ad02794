// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramMTProto

extension Connection: IOHandler {
    package func ready(for events: IOEvents, buffer: UnsafeMutableRawBufferPointer) {
        if events.contains(.end) { return finish() }
        if events.contains(.start) { begin() }
        if events.contains(.write), update({ $0.resumeWriting(from: .blocked) }) {
            flush(batches: 1, beginsWithFill: false)
        }
        if events.contains(.read) { read(into: buffer) }
    }

    package func deadlineReached(now: MonotonicTime) {
        guard update(afterDeadline: true, { $0.deadlineReached(now: now) }) else { return }
        handler?.connectionDeadlineReached(self)
    }

    /// Stops reading until ``resumeReading()``; frames of a read that is under way may still come.
    ///
    /// Meanwhile nobody notices that the peer has gone, unless something is to be sent.
    package func pauseReading() {
        update { $0.pause() }
    }

    /// Reads on after a pause.
    package func resumeReading() {
        update { $0.resume() }
    }

    // MARK: The I/O thread

    private func begin() {
        var opening: [UInt8] = []
        let encoder = incoming.begin(opening: &opening)
        send(opening)
        if let encoder { open(encoder) }
    }

    /// Lets the handler speak.
    private func open(_ encoder: consuming TransportEncoder) {
        outgoing.install(encoder)
        let peer = incoming.peer
        state.withLock { $0.peer = peer }
        guard error == nil else { return }
        handler?.connectionOpened(self)
        let flushes = update { machine -> Bool in
            machine.open()
            return machine.signal()
        }
        if flushes { flush(batches: 1, beginsWithFill: true) }
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) {
        guard update({ $0.beginReading() }) else { return }
        var isFirst = true
        for _ in 0..<Self.readingsInRow {
            guard readOnce(into: buffer, isFirst: isFirst) else { return }
            isFirst = false
        }
        endReading(.moreAtOnce, nil)
    }

    /// Reads until there are frames, and gives them to the handler.
    ///
    /// - Returns: Whether the handler wants more at once; the reading has ended otherwise.
    private func readOnce(into buffer: UnsafeMutableRawBufferPointer, isFirst: Bool) -> Bool {
        while true {
            switch readPiece(into: buffer) {
            case .bytes:
                // Two long frames are decrypted in less time than one after the other, and the second may be there already.
                guard frames.count == 1, frames.allSatisfy(\.isLong) else { return deliverFrames(nil, isFirst) }
            case .broken(let error):
                return deliverFrames(error, isFirst)
            case .nothing(let outcome):
                guard frames.isEmpty else {
                    // What has ended says so once more; why it failed is not said twice.
                    guard case .failed(let error) = outcome else { return deliverFrames(nil, isFirst) }
                    return deliverFrames(error, isFirst)
                }
                if !isFirst { handler?.connectionRanDry(self) }
                nothingCame(outcome)
                return false
            }
        }
    }

    /// What came of an attempt to read.
    private enum Piece {
        case bytes
        case nothing(ReadOutcome)
        case broken(ConnectionError)
    }

    private func readPiece(into buffer: UnsafeMutableRawBufferPointer) -> Piece {
        var outcome = ReadOutcome.blocked
        do throws(TransportError) {
            let isDirect = try incoming.receive(
                directly: { place in
                    outcome = stream.read(into: place)
                    guard case .bytes(let count) = outcome else { return 0 }
                    return count
                }, into: &frames)
            if !isDirect {
                let size = incoming.readingSize(buffer.count)
                outcome = stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<size]))
            }
            guard case .bytes(let count) = outcome else { return .nothing(outcome) }
            return isDirect ? .bytes : receive(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
        } catch {
            return .broken(ConnectionError(.transport, transport: error))
        }
    }

    private func nothingCame(_ outcome: ReadOutcome) {
        switch outcome {
        case .bytes, .blocked:
            update { $0.endReading(.more) }
        case .end:
            peerEnded()
        case .failed(let error):
            update { machine in
                machine.endReading(.more)
                _ = machine.fail(error)
            }
        }
    }

    private func receive(_ bytes: UnsafeMutableRawBufferPointer) -> Piece {
        var answer: [UInt8] = []
        var failure: ConnectionError?
        var encoder: TransportEncoder?
        do throws(TransportError) {
            encoder = try incoming.receive(bytes, into: &frames, answer: &answer)
        } catch {
            failure = ConnectionError(.transport, transport: error)
        }
        send(answer)
        if let encoder { open(encoder) }
        // A handler that was told of no opening gets no frames.
        if failure != nil, !incoming.isOpen { frames = [] }
        return failure.map { .broken($0) } ?? .bytes
    }

    /// Gives the handler the frames that are complete, and ends the reading unless more is wanted at once.
    ///
    /// - Returns: Whether it is.
    private func deliverFrames(_ failure: ConnectionError?, _ isFirst: Bool) -> Bool {
        guard !frames.isEmpty else {
            endReading(isFirst ? .more : .moreAtOnce, failure)
            return false
        }
        guard frames.contains(where: \.isLong) else {
            let demand = handler?.connection(self, received: &frames) ?? .more
            frames.removeAll(keepingCapacity: frames.capacity <= 64)
            if demand == .moreAtOnce, failure == nil { return true }
            endReading(demand, failure)
            return false
        }
        // Long work leaves the thread, and the stream waits for it, so the order stays.
        update { $0.deliverElsewhere() }
        Task { deliver(failure) }
        return false
    }

    private func deliver(_ failure: ConnectionError?) {
        let demand = handler?.connection(self, received: &frames) ?? .more
        frames = []
        endReading(demand, failure)
    }

    private func endReading(_ demand: ReadingDemand, _ failure: ConnectionError?) {
        if demand == .moreAtOnce { handler?.connectionRanDry(self) }
        update { machine in
            machine.endReading(demand)
            if let failure { _ = machine.fail(failure) }
        }
    }

    private func peerEnded() {
        let error = ConnectionError(incoming.isInFrame ? .truncated : .closedByPeer)
        // A client gets no answer to what it would still send; a server's last words may be waited for.
        let limit = isServer ? now + Self.lingering : nil
        update { machine in
            machine.endReading(.more)
            if machine.peerEnded(limit: limit) { _ = machine.fail(error) }
        }
    }
}

extension TransportFrame {
    /// Whether it takes long to decrypt.
    package var isLong: Bool {
        guard case .payload(let bytes, _) = self else { return false }
        return bytes.count > Connection.longFrame
    }
}
