// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// The photo of a user, a group or a channel.
public struct ProfilePhoto: Sendable, Identifiable {
    /// The photo's number.
    public let id: Int64
    /// Whose it is.
    public let peerID: PeerID
    /// The data centre that has it.
    public let dataCenter: Int
    /// Whether it moves.
    public let hasVideo: Bool
    private let stripped: [UInt8]?
    private let peer: TL.InputPeer?
    private let isBig: Bool

    private init(
        id: Int64, peerID: PeerID, dataCenter: Int32, hasVideo: Bool, stripped: [UInt8]?, peer: TL.InputPeer?,
        isBig: Bool = true
    ) {
        (self.id, self.peerID, self.dataCenter, self.hasVideo) = (id, peerID, Int(dataCenter), hasVideo)
        (self.stripped, self.peer, self.isBig) = (stripped, peer, isBig)
    }

    init?(_ user: User) {
        guard case .userProfilePhoto(let photo) = user.raw.photo else { return nil }
        self.init(
            id: photo.photoID, peerID: user.peerID, dataCenter: photo.dcID, hasVideo: photo.hasVideo,
            stripped: photo.strippedThumb, peer: user.context.core.peers.inputPeer(user.peerID))
    }

    init?(_ raw: TL.ChatPhoto, of peerID: PeerID, _ context: ObjectContext) {
        guard case .chatPhoto(let photo) = raw else { return nil }
        self.init(
            id: photo.photoID, peerID: peerID, dataCenter: photo.dcID, hasVideo: photo.hasVideo,
            stripped: photo.strippedThumb, peer: context.core.peers.inputPeer(peerID))
    }

    /// The photo with 160 pixels a side instead of 640.
    public var small: Self {
        Self(
            id: id, peerID: peerID, dataCenter: Int32(clamping: dataCenter), hasVideo: hasVideo, stripped: stripped,
            peer: peer, isBig: false)
    }

    /// The tiny picture that came along, as a JPEG file.
    public var preview: [UInt8]? { stripped.flatMap(StrippedThumbnail.jpeg) }
}

extension ProfilePhoto: Downloadable {
    /// Where the bytes are; `nil` if there are none.
    public var fileSource: FileSource? {
        peer.map { peer in
            FileSource(
                .file(.peerPhoto(.init(big: isBig, peer: peer, photoID: id))), dataCenter: dataCenter, kind: "photo",
                mimeType: "image/jpeg")
        }
    }
}

extension User {
    /// The profile photo, if there is one that the account may see.
    public var photo: ProfilePhoto? { ProfilePhoto(self) }
}

extension Group {
    /// The photo of the group, if it has one.
    public var photo: ProfilePhoto? { raw.flatMap { ProfilePhoto($0.photo, of: peerID, context) } }
}

extension Channel {
    /// The photo of the channel, if it has one.
    public var photo: ProfilePhoto? { raw.flatMap { ProfilePhoto($0.photo, of: peerID, context) } }
}
