// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

extension Media {
    /// The preview of a link.
    public struct WebPage: Sendable, Downloadable {
        /// The preview as the schema has it.
        public let raw: TL.MessageMedia.WebPage
        private let origin: FileOrigin?

        init(_ raw: TL.MessageMedia.WebPage, _ origin: FileOrigin?) {
            self.raw = raw
            self.origin = origin
        }

        private var page: TL.WebPage.WebPage? {
            if case .webPage(let page) = raw.webpage { return page }
            return nil
        }

        /// The address.
        public var url: String? {
            switch raw.webpage {
            case .webPage(let page): page.url
            case .empty(let page): page.url
            case .pending(let page): page.url
            default: nil
            }
        }
        /// Whether the server is still looking at the page.
        public var isPending: Bool { if case .pending = raw.webpage { true } else { false } }
        /// The kind of page in the server's words, `article` or `video` for example.
        public var type: String? { page?.type }
        /// The name of the site.
        public var siteName: String? { page?.siteName }
        /// The title.
        public var title: String? { page?.title }
        /// What it is about.
        public var summary: String? { page?.description }
        /// Who wrote it.
        public var author: String? { page?.author }
        /// The picture of the page.
        public var photo: Photo? { Photo(page?.photo, origin) }
        /// The file on the page, a video for example.
        public var document: Document? { Document(page?.document, origin) }
        /// The page as an article that is read at once.
        public var article: TL.Page? { page?.cachedPage }
        /// Where the bytes are; `nil` if there are none.
        public var fileSource: FileSource? { document?.fileSource ?? photo?.fileSource }
    }

    /// A contact.
    public struct Contact: Sendable {
        /// The contact as the schema has it.
        public let raw: TL.MessageMedia.Contact
        /// The phone number.
        public var phoneNumber: String { raw.phoneNumber }
        /// The first name.
        public var firstName: String { raw.firstName }
        /// The last name.
        public var lastName: String { raw.lastName }
        /// More about it, as vCard; empty if there is no more.
        public var vCard: String { raw.vcard }
        /// The number of the account, if it has one that may be known.
        public var userID: Int64? { raw.userID == 0 ? nil : raw.userID }
    }

    /// A place on the map.
    public struct Location: Sendable {
        /// The place as the schema has it.
        public let raw: TL.GeoPoint

        init(_ raw: TL.GeoPoint) {
            self.raw = raw
        }

        private var point: TL.GeoPoint.GeoPoint? {
            if case .geoPoint(let point) = raw { return point }
            return nil
        }

        /// Degrees north of the equator.
        public var latitude: Double { point?.lat ?? 0 }
        /// Degrees east of Greenwich.
        public var longitude: Double { point?.long ?? 0 }
        /// How far from there it may be, in metres.
        public var accuracy: Int? { point?.accuracyRadius.map(Int.init) }

        /// A picture of the map around the place, which the server makes (`upload.getWebFile`).
        ///
        /// - Parameters:
        ///   - width: The width in pixels, 16 to 1,024.
        ///   - height: The height in pixels, 16 to 1,024.
        ///   - zoom: How near, 13 to 20.
        ///   - scale: How many pixels there are to one of the map, 1 to 3.
        /// - Returns: Something to download; `nil` if the place is hidden.
        public func mapImage(width: Int = 640, height: Int = 400, zoom: Int = 15, scale: Int = 1) -> FileSource? {
            guard let point else { return nil }
            return FileSource(
                .web(
                    .geoPoint(
                        .init(
                            geoPoint: .inputGeoPoint(.init(lat: point.lat, long: point.long)),
                            accessHash: point.accessHash, w: Int32(clamping: width), h: Int32(clamping: height),
                            zoom: Int32(clamping: zoom), scale: Int32(clamping: scale)))),
                kind: "map", mimeType: "image/png")
        }
    }

    /// A place that changes.
    public struct LiveLocation: Sendable {
        /// The place as the schema has it.
        public let raw: TL.MessageMedia.GeoLive
        /// Where it is now.
        public var location: Location { Location(raw.geo) }
        /// Where it is heading, in degrees, 1 to 360.
        public var heading: Int? { raw.heading.map(Int.init) }
        /// How long it is shown after it was sent; `nil` for until it is stopped.
        public var period: Duration? { raw.period == .max ? nil : .seconds(raw.period) }
    }

    /// A place with a name.
    public struct Venue: Sendable {
        /// The place as the schema has it.
        public let raw: TL.MessageMedia.Venue
        /// Where it is.
        public var location: Location { Location(raw.geo) }
        /// Its name.
        public var title: String { raw.title }
        /// Its address.
        public var address: String { raw.address }
    }

    /// An animation whose outcome the server drew.
    public struct Dice: Sendable {
        /// The animation as the schema has it.
        public let raw: TL.MessageMedia.Dice
        /// The emoji.
        public var emoji: String { raw.emoticon }
        /// The outcome.
        public var value: Int { Int(raw.value) }
        /// What was staked on it and what was won, in billionths of a Toncoin; `nil` if nothing was staked.
        public var stake: (staked: Int64, won: Int64)? {
            raw.gameOutcome.map { ($0.stakeTonAmount, $0.tonAmount) }
        }
    }

    /// A game.
    public struct Game: Sendable, Downloadable {
        /// The game as the schema has it.
        public let raw: TL.Game
        private let origin: FileOrigin?

        init(_ raw: TL.Game, _ origin: FileOrigin?) {
            self.raw = raw
            self.origin = origin
        }

        /// The title.
        public var title: String { raw.title }
        /// What it is about.
        public var summary: String { raw.description }
        /// The name that links have.
        public var shortName: String { raw.shortName }
        /// The picture.
        public var photo: Photo? { Photo(raw.photo, origin) }
        /// The animation.
        public var animation: Document? { Document(raw.document, origin) }
        /// Where the bytes are; `nil` if there are none.
        public var fileSource: FileSource? { animation?.fileSource ?? photo?.fileSource }
    }

    /// Photos and videos that cost Stars.
    public struct PaidMedia: Sendable {
        /// The media as the schema has it.
        public let raw: TL.MessageMedia.PaidMedia
        /// The photos and videos.
        public let items: [Item]

        init(_ raw: TL.MessageMedia.PaidMedia, _ origin: FileOrigin?, _ context: ObjectContext) {
            self.raw = raw
            items = raw.extendedMedia.map { Item($0, origin, context) }
        }

        /// How many Stars they cost.
        public var price: Int64 { raw.starsAmount }
        /// Whether they are paid for.
        public var isPaid: Bool { items.allSatisfy { $0.media != nil } }

        /// One of them.
        public struct Item: Sendable {
            /// What it is, once it is paid for.
            public let media: Media?
            /// What is shown before.
            public let preview: TL.MessageExtendedMedia.Preview?

            init(_ raw: TL.MessageExtendedMedia, _ origin: FileOrigin?, _ context: ObjectContext) {
                switch raw {
                case .messageExtendedMedia(let item): (media, preview) = (Media(item.media, origin, context), nil)
                case .preview(let item): (media, preview) = (nil, item)
                }
            }
        }
    }

    /// A story of somebody.
    public struct Story: Sendable {
        /// The story as the schema has it.
        public let raw: TL.MessageMedia.Story
        /// What is in it, if that came along.
        public let media: Media?

        init(_ raw: TL.MessageMedia.Story, _ context: ObjectContext) {
            self.raw = raw
            if case .storyItem(let item)? = raw.story {
                media = Media(item.media, .story(id: raw.id, peer: PeerID(raw.peer)), context)
            } else {
                media = nil
            }
        }

        /// Its number.
        public var id: Int32 { raw.id }
        /// Whose it is.
        public var peerID: PeerID { PeerID(raw.peer) }
    }
}

extension FileSource {
    /// A file on the web, through Telegram where that is possible.
    init?(webDocument: TL.WebDocument?) {
        guard case .webDocument(let document) = webDocument else { return nil }
        self.init(
            .web(.inputWebFileLocation(.init(url: document.url, accessHash: document.accessHash))),
            size: Int64(document.size), kind: "file", mimeType: document.mimeType)
    }
}
