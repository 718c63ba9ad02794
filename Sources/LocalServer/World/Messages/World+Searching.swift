// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

// What searches find. See core.telegram.org/api/search.
extension World {
    /// Whether a search finds a message: by a part of its text, in any case, and by what it has attached.
    func matches(
        _ message: StoredMessage, _ query: String, _ filter: TL.MessagesFilter, for viewer: Account
    ) -> Bool {
        guard matches(message, filter, for: viewer) else { return false }
        return query.isEmpty || message.content.text.lowercased().contains(query.lowercased())
    }

    private func matches(_ message: StoredMessage, _ filter: TL.MessagesFilter, for viewer: Account) -> Bool {
        let content = message.content
        let kind = kind(of: content.media)
        switch filter {
        case .empty: return true
        case .url: return content.entities.contains(where: \.isLink)
        case .pinned: return message.isPinned
        case .myMentions: return messageState.mentions[viewer.id]?.contains(message.sharedID) ?? false
        case .photos: return kind == .photo
        case .video: return kind == .video
        case .photoVideo: return kind == .photo || kind == .video
        case .document: return kind == .file
        case .gif: return kind == .animation
        case .voice: return kind == .voice
        case .music: return kind == .music
        case .roundVideo: return kind == .round
        case .roundVoice: return kind == .round || kind == .voice
        case .geo: return kind == .place
        case .contacts: return kind == .contact
        case .poll: return kind == .poll
        case .chatPhotos: if case .chatEditPhoto? = content.action { return true } else { return false }
        case .phoneCalls(let calls):
            guard case .phoneCall(let call)? = content.action else { return false }
            guard calls.missed else { return true }
            if case .missed? = call.reason { return true } else { return false }
        }
    }

    /// What is attached, as searches tell it apart.
    private enum Kind {
        case photo, video, animation, round, voice, music, file, place, contact, poll, other
    }

    private func kind(of stored: StoredMedia?) -> Kind? {
        switch stored {
        case nil: return nil
        case .photo?: return .photo
        case .poll?: return .poll
        case .checklist?, .paid?: return .other
        case .plain(let media)?:
            switch media {
            case .geo, .geoLive, .venue: return .place
            case .contact: return .contact
            default: return .other
            }
        case .document(let id, _, _, _, _)?:
            guard case .document(let attributes, _)? = media.files[id]?.kind else { return .file }
            var kind = Kind.file
            for attribute in attributes {
                switch attribute {
                case .animated: return .animation
                case .sticker, .customEmoji: return .other
                case .video(let video): kind = video.roundMessage ? .round : .video
                case .audio(let audio): kind = audio.voice ? .voice : .music
                default: continue
                }
            }
            return kind
        }
    }

    /// A page of messages that were found, in the manner of `messages.search`.
    func page(
        of all: [StoredMessage], _ window: HistoryWindow, for viewer: Int64, in peer: Int64?
    ) -> TL.messages.Messages {
        let cut = window.cut(all)
        return answer(cut.part, of: all.count, before: cut.before, for: viewer, in: peer)
    }

    /// A page of messages of several chats, in the manner of `messages.searchGlobal`.
    func globalPage(
        of all: [StoredMessage], after id: Int32, in offset: TL.InputPeer, limit: Int32,
        flood: TL.SearchPostsFlood? = nil,
        for viewer: Account
    ) -> TL.messages.Messages {
        var start = 0
        if id > 0 {
            let peer = try? target(offset, for: viewer)
            start = (all.firstIndex { $0.id == id && $0.peer == peer } ?? all.count - 1) + 1
        }
        let end = min(start + min(max(1, Int(limit)), 100), all.count)
        let page = all[min(start, end)..<end]
        let people = page.reduce(into: Set([viewer.id])) { $0.formUnion(self.people(in: $1)) }
        let (users, chats) = peersOfChannel(people, for: viewer.id)
        let messages = page.map { message($0, for: viewer.id) }
        if start == 0, end == all.count, flood == nil {
            return .messages(.init(messages: messages, topics: [], chats: chats, users: users))
        }
        return .slice(
            .init(
                count: Int32(clamping: all.count), nextRate: end < all.count ? page.last?.date : nil,
                searchFlood: flood, messages: messages, topics: [], chats: chats, users: users))
    }
}

extension TL.MessageEntity {
    fileprivate var isLink: Bool {
        switch self {
        case .url, .textUrl: true
        default: false
        }
    }
}
