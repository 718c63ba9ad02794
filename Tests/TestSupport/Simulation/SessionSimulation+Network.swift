// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

extension SessionSimulation {
    /// Sends a packet.
    mutating func transmit(_ bytes: [UInt8], on id: ConnectionID, toServer isUp: Bool) {
        result.packets += 1
        if let stream = connections[id]?.stream {
            let encoded = stream.encode(bytes, toServer: isUp, using: &generator)
            return transmit(stream: encoded, on: id, toServer: isUp)
        }
        var faults = isUp ? toServer : toClient
        defer { if isUp { toServer = faults } else { toClient = faults } }
        if faults.drop > 0 {
            faults.drop -= 1
            return
        }
        var bytes = bytes
        if faults.corrupt > 0 {
            faults.corrupt -= 1
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1
        }
        var copies = 1
        if faults.duplicate > 0 {
            faults.duplicate -= 1
            copies = 2
        }
        for _ in 0..<copies {
            let jitter = Int64.random(in: 0...40, using: &generator)
            guard
                let arrival = connections[id]?.arrival(toServer: isUp, now: now, faults: &faults, jitter: jitter)
            else { return }
            queue.add(.frame(bytes, id, toServer: isUp), at: arrival)
        }
    }

    // MARK: Streams

    /// Sends a part of a stream, cut anywhere.
    mutating func transmit(stream bytes: [UInt8], on id: ConnectionID, toServer isUp: Bool) {
        guard !bytes.isEmpty else { return }
        var faults = isUp ? toServer : toClient
        defer { if isUp { toServer = faults } else { toClient = faults } }
        if faults.drop > 0 {
            // A stream cannot lose a part of itself; from now on it loses everything, and nobody is told.
            faults.drop = 0
            connections[id]?.isLost = true
        }
        guard connections[id]?.isLost == false else { return }
        var bytes = bytes
        if faults.corrupt > 0 {
            faults.corrupt -= 1
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1
        }
        // No reordering, no duplicates: the ends of a stream would not notice anything of either.
        faults.reorder = 0
        faults.duplicate = 0
        var pieceCount = generator.next() % 4 == 0 ? 3 : 1
        if faults.split > 0 { pieceCount = 9 }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = pieceCount > 1 ? Int.random(in: 1...rest.count, using: &generator) : rest.count
            pieceCount -= 1
            let jitter = Int64.random(in: 0...40, using: &generator)
            guard let arrival = connections[id]?.arrival(toServer: isUp, now: now, faults: &faults, jitter: jitter)
            else { return }
            queue.add(.bytes([UInt8](rest.prefix(count)), id, toServer: isUp), at: arrival)
            rest = rest.dropFirst(count)
        }
    }

    /// Takes a part of a stream at its other end.
    mutating func deliver(_ bytes: [UInt8], on id: ConnectionID, toServer isUp: Bool) throws {
        guard let connection = connections[id], connection.isOpen, let stream = connection.stream else { return }
        let output: SimulatedStream.Output
        do throws(TransportError) {
            output = try stream.receive(bytes, atServer: isUp, unixTime: Int(unixTime), using: &generator)
        } catch {
            // A hello that was on its way while the machine slept is too old.
            guard ledger.wasCorrupted || error.code == .clientClockSkew else {
                throw SimulationViolation("a transport broke: \(error)")
            }
            note("a transport broke: \(error)")
            return try close(id)
        }
        transmit(stream: output.reply, on: id, toServer: !isUp)
        for packet in output.packets where connections[id]?.isOpen ?? false {
            // A damaged length can leave anything for a frame.
            if isUp { try serverReceives(packet, on: id) } else { try clientReceives(packet, on: id) }
        }
    }
}
