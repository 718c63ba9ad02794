// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// A peer in a saved cursor, as calls name it.
///
/// It has the access hash, which no description shows: the cursor must work in another run of the program.
struct PeerOffset: Codable, Hashable, Sendable {
    let id: Int64
    let hash: Int64?

    init?(_ id: PeerID, _ core: ClientCore) {
        self.id = id.botAPI
        switch core.peers.inputPeer(id) {
        case .user(let user): hash = user.accessHash
        case .channel(let channel): hash = channel.accessHash
        default: hash = nil
        }
    }

    /// The peer as calls name it.
    func inputPeer(_ core: ClientCore) -> TL.InputPeer {
        guard let id = PeerID(botAPI: id) else { return .empty }
        if let peer = core.peers.inputPeer(id) { return peer }
        if case .user(let user) = id, user == core.account?.userID { return .peerSelf }
        guard let hash else { return if case .chat = id { id.inputPeer(accessHash: 0) } else { .empty } }
        return id.inputPeer(accessHash: hash)
    }
}

extension PeerOffset: CustomReflectable {
    /// A mirror without the access hash.
    var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}

extension PeerOffset: CustomStringConvertible {
    var description: String { "PeerOffset(\(id))" }
}
