// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

// What kind of message members may send. See core.telegram.org/api/rights.
extension World {
    /// What must not be forbidden to a member, and how the server refuses it otherwise.
    typealias SendingRight = (right: any KeyPath<TL.ChatBannedRights, Bool> & Sendable, refusal: TLErrorName)

    /// Whether something is forbidden to somebody, alone or with all members; administrators are forbidden nothing.
    func forbids(
        _ right: any KeyPath<TL.ChatBannedRights, Bool> & Sendable, _ account: Int64, in number: Int64
    ) -> Bool {
        let standing = standing(of: account, in: number)
        guard !standing.isCreator, standing.adminRights == nil, !standing.isBroadcast else { return false }
        return standing.defaultBanned[keyPath: right] || standing.banned?[keyPath: right] == true
    }

    /// Refuses a kind of message that is forbidden to its author, and takes a preview away that is.
    func permitted(_ content: MessageContent, from sender: Int64, in number: Int64) throws(RPCFailure) -> MessageContent
    {
        guard content.action == nil else { return content }
        let (right, refusal) = sendingRight(of: content)
        let isMedia = content.media != nil && !content.hasPreview
        if isMedia, forbids(\.sendMedia, sender, in: number) { throw RPCFailure(403, .chatSendMediaForbidden) }
        if forbids(right, sender, in: number) { throw RPCFailure(403, refusal) }
        guard content.hasPreview, forbids(\.embedLinks, sender, in: number) else { return content }
        var content = content
        content.media = nil
        return content
    }

    private func sendingRight(of content: MessageContent) -> SendingRight {
        switch content.media {
        case .photo?, .paid?: return (\.sendPhotos, .chatSendPhotosForbidden)
        case .poll?, .checklist?: return (\.sendPolls, .chatSendPollForbidden)
        case .document(let id, _, _, _, _)?: return sendingRight(ofFile: id)
        case .plain(.game)?: return (\.sendGames, .chatSendGameForbidden)
        case .plain(.dice)?: return (\.sendStickers, .chatSendStickersForbidden)
        case .paid?: return (\.sendPhotos, .chatSendPhotosForbidden)
        case .plain?, nil: return (\.sendPlain, .chatSendPlainForbidden)
        }
    }

    private func sendingRight(ofFile id: Int64) -> SendingRight {
        var found: SendingRight = (\.sendDocs, .chatSendDocsForbidden)
        guard case .document(let attributes, _)? = media.files[id]?.kind else { return found }
        for attribute in attributes {
            switch attribute {
            case .animated: return (\.sendGifs, .chatSendGifsForbidden)
            case .sticker: return (\.sendStickers, .chatSendStickersForbidden)
            case .video(let video):
                found = (\.sendVideos, .chatSendVideosForbidden)
                if video.roundMessage { found = (\.sendRoundvideos, .chatSendRoundvideosForbidden) }
            case .audio(let audio):
                found = (\.sendAudios, .chatSendAudiosForbidden)
                if audio.voice { found = (\.sendVoices, .chatSendVoicesForbidden) }
            default: continue
            }
        }
        return found
    }
}
