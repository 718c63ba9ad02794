// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// A part of a session that is a value of its own in a store.
enum SessionPart: Hashable {
    /// All that is not one of the others.
    case core
    case updates
    case channel(Int64)
    case peer(StoredPeer.ID)

    /// The version of the values; its byte comes first in each.
    private static let version: UInt8 = 1

    /// The name of the value.
    var name: String {
        switch self {
        case .core: "core"
        case .updates: "updates"
        case .channel(let id): "channel:\(id)"
        case .peer(let id): "peer:\(id.kind.rawValue):\(id.value)"
        }
    }

    static func all(of data: SessionData) -> Set<SessionPart> {
        var parts: Set<SessionPart> = [.core, .updates]
        parts.formUnion(data.channels.keys.map(SessionPart.channel))
        parts.formUnion(data.peers.keys.map(SessionPart.peer))
        return parts
    }

    /// The value; `nil` if there is to be none.
    func bytes(_ data: SessionData) -> [UInt8]? {
        switch self {
        case .core:
            var core = data
            core.updates = nil
            core.channels = [:]
            core.peers = [:]
            return Self.write { $0.session(core) }
        case .updates: return data.updates.map { state in Self.write { $0.changes([.updates(state)]) } }
        case .channel(let id):
            return data.channels[id].map { pts in Self.write { $0.changes([.channel(id, pts: pts)]) } }
        case .peer(let id): return data.peers[id].map { peer in Self.write { $0.changes([.peer(peer)]) } }
        }
    }

    private static func write(_ body: (inout ByteWriter) -> Void) -> [UInt8] {
        let bytes = ByteWriter.write { writer in
            writer.byte(version)
            body(&writer)
        }
        return bytes.withUnsafeBytes { Array($0) }
    }

    /// Reads a value into a session that has no value of that part yet.
    static func read(_ bytes: [UInt8], into data: inout SessionData) throws(SessionFormatError) {
        try bytes.withContiguousBytes { bytes throws(SessionFormatError) in
            var reader = ByteReader(bytes)
            guard try reader.byte("version") == version else {
                throw SessionFormatError(.versionUnsupported, field: "version", position: 0)
            }
            try reader.applyChanges(to: &data)
        }
    }
}
