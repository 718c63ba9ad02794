// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// What is attached to a message or a story.
///
///     switch message.media?.kind {
///     case .photo(let photo): …
///     case .voice(let voice): …
///     default: …
///     }
public struct Media: Sendable {
    /// The attachment as the schema has it.
    public let raw: TL.MessageMedia
    /// Where it was seen.
    public let origin: FileOrigin?
    let context: ObjectContext

    /// Takes TL media; empty ones are none.
    init?(_ raw: TL.MessageMedia?, _ origin: FileOrigin?, _ context: ObjectContext) {
        guard let raw else { return nil }
        if case .empty = raw { return nil }
        self.raw = raw
        self.origin = origin
        self.context = context
    }

    /// What an attachment can be.
    @nonexhaustive public enum Kind: Sendable {
        case photo(Photo)
        case video(Document)
        /// A round video.
        case videoNote(Document)
        /// A GIF, or a video without sound that plays like one.
        case animation(Document)
        case audio(Document)
        case voice(Document)
        case sticker(Sticker)
        /// A file of any other kind.
        case document(Document)
        case webPage(WebPage)
        case contact(Contact)
        case location(Location)
        case liveLocation(LiveLocation)
        case venue(Venue)
        case dice(Dice)
        case poll(Poll)
        case game(Game)
        case invoice(Invoice)
        case paidMedia(PaidMedia)
        case story(Story)
        case giveaway(Giveaway)
        case giveawayResults(GiveawayResults)
        case checklist(Checklist)
        case videoStream(TL.MessageMedia.VideoStream)
        /// A photo or a file that is gone, because its time was up.
        case expired
        /// Something that the server thinks this version cannot show.
        case unsupported
        /// Everything that has no case yet; a kind moves out of here when it gets one.
        case raw(TL.MessageMedia)
    }

    /// What it is.
    public var kind: Kind {
        switch raw {
        case .photo: photo.map { .photo($0) } ?? .expired
        case .document: document.map(Self.kind) ?? .expired
        case .webPage(let media): .webPage(WebPage(media, origin))
        case .contact(let media): .contact(Contact(raw: media))
        case .geo(let media): .location(Location(media.geo))
        case .geoLive(let media): .liveLocation(LiveLocation(raw: media))
        case .venue(let media): .venue(Venue(raw: media))
        case .dice(let media): .dice(Dice(raw: media))
        case .poll(let media): .poll(Poll(media.poll, media.results))
        case .game(let media): .game(Game(media.game, origin))
        case .invoice(let media): .invoice(Invoice(media, origin, context))
        case .paidMedia(let media): .paidMedia(PaidMedia(media, origin, context))
        case .story(let media): .story(Story(media, context))
        case .giveaway(let media): .giveaway(Giveaway(raw: media))
        case .giveawayResults(let media): .giveawayResults(GiveawayResults(raw: media))
        case .toDo(let media): .checklist(Checklist(media))
        case .videoStream(let media): .videoStream(media)
        case .unsupported: .unsupported
        default: .raw(raw)
        }
    }

    private static func kind(of document: Document) -> Kind {
        switch document.kind {
        case .video: .video(document)
        case .videoNote: .videoNote(document)
        case .animation: .animation(document)
        case .audio: .audio(document)
        case .voice: .voice(document)
        case .sticker, .customEmoji: Sticker(document).map { .sticker($0) } ?? .document(document)
        case .file: .document(document)
        }
    }

    /// The photo, if it is one.
    public var photo: Photo? {
        if case .photo(let media) = raw { return Photo(media.photo, origin) }
        return nil
    }

    /// The file, if it is one of any kind: a video, a voice message, a sticker too.
    public var document: Document? {
        if case .document(let media) = raw { return Document(media.document, origin) }
        return nil
    }

    /// The sticker, if it is one.
    public var sticker: Sticker? { document.flatMap { Sticker($0) } }

    /// The preview of a link, if it is one.
    public var webPage: WebPage? {
        if case .webPage(let media) = raw { return WebPage(media, origin) }
        return nil
    }

    /// The same video in other qualities, as the server lists them.
    public var alternatives: [Document] {
        guard case .document(let media) = raw else { return [] }
        return (media.altDocuments ?? []).compactMap { Document($0, origin) }
    }

    /// The picture that is shown before a video plays.
    public var cover: Photo? {
        if case .document(let media) = raw { return Photo(media.videoCover, origin) }
        return nil
    }

    /// The video that a live photo plays when somebody holds it.
    public var livePhotoVideo: Document? {
        if case .photo(let media) = raw { return Document(media.video, origin) }
        return nil
    }

    /// Whether it is covered until somebody taps it.
    public var isSpoiler: Bool {
        switch raw {
        case .photo(let media): media.spoiler
        case .document(let media): media.spoiler
        default: false
        }
    }

    /// After what time of looking at it it is gone; `nil` if it stays.
    public var timeToLive: Duration? {
        switch raw {
        case .photo(let media): media.ttlSeconds.map { .seconds($0) }
        case .document(let media): media.ttlSeconds.map { .seconds($0) }
        default: nil
        }
    }

    /// The file id of the Bot API, of a photo or a file.
    public var fileID: FileID? { photo?.fileID ?? document?.fileID }

    /// Which quality of a video is meant.
    @nonexhaustive public enum Quality: Hashable, Sendable {
        /// The one that was sent.
        case original
        /// The one with most pixels.
        case highest
        /// The one with fewest pixels.
        case lowest
    }

    /// The video in a quality; other media have one quality alone.
    ///
    /// - Parameter quality: Which one.
    /// - Returns: The file; `nil` if there is none.
    public func file(in quality: Quality) -> FileSource? {
        guard let document, !alternatives.isEmpty else { return fileSource }
        let candidates = ([document] + alternatives).filter { $0.width != nil }
        func area(_ document: Document) -> Int { (document.width ?? 0) * (document.height ?? 0) }
        let chosen =
            switch quality {
            case .highest: candidates.max { area($0) < area($1) }
            case .lowest: candidates.min { area($0) < area($1) }
            default: document
            }
        return (chosen ?? document).fileSource
    }
}

extension Media: Downloadable {
    /// The photo or the file; for a link, a game, paid media and a story what is in them.
    public var fileSource: FileSource? {
        switch kind {
        case .photo(let photo): photo.fileSource
        case .video(let file), .videoNote(let file), .animation(let file), .audio(let file), .voice(let file),
            .document(let file):
            file.fileSource
        case .sticker(let sticker): sticker.fileSource
        case .webPage(let page): page.fileSource
        case .game(let game): game.fileSource
        case .paidMedia(let media): media.items.lazy.compactMap(\.media?.fileSource).first
        case .story(let story): story.media?.fileSource
        case .poll: pollAttachment?.fileSource
        case .invoice(let invoice): invoice.fileSource
        case .liveLocation(let location): location.location.mapImage()
        case .location(let location): location.mapImage()
        case .venue(let venue): venue.location.mapImage()
        default: nil
        }
    }
}

extension Media {
    /// What is attached to a poll.
    private var pollAttachment: Media? {
        guard case .poll(let poll) = raw else { return nil }
        return Media(poll.attachedMedia, origin, context)
    }
}

extension Media: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        let name = "\(raw)".prefix { $0 != "(" }
        return "Media(\(photo?.description ?? document?.description ?? String(name)))"
    }
}

extension Message {
    /// What is attached.
    public var media: Media? {
        guard case .message(let message) = raw, let media = message.media else { return nil }
        let origin: FileOrigin =
            message.fromScheduled ? .scheduledMessage(id: id, chat: chatID) : .message(id: id, chat: chatID)
        return Media(media, origin, context)
    }

    /// The photo that is attached, if there is one.
    public var photo: Photo? { media?.photo }
    /// The file that is attached, if there is one of any kind but a photo.
    public var document: Document? { media?.document }
    /// The sticker, if it is one.
    public var sticker: Sticker? { media?.sticker }
}
