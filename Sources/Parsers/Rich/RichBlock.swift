// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A block of a rich message: a paragraph, a table, a picture.
///
/// It mirrors Telegram's `PageBlock` (core.telegram.org/type/PageBlock).
public indirect enum RichBlock: Sendable, Hashable, Codable {
    case title(RichText)
    case subtitle(RichText)
    /// Who wrote it, and when, in seconds since 1970-01-01 00:00 UTC.
    case author(RichText, date: Int32)
    /// A heading of level 1 to 6.
    case heading(RichText, level: Int)
    case paragraph(RichText)
    /// Monospaced text, with its programming language or an empty string.
    case preformatted(RichText, language: String)
    case footer(RichText)
    case divider
    /// A place to which links can point by name.
    case anchor(String)
    case list([RichListItem])
    case orderedList(RichOrderedList)
    case quote(RichQuote)
    /// A quotation that stands out from the text.
    case pullQuote(RichText, caption: RichText)
    case media(RichMedia)
    /// A picture at the top.
    case cover(RichBlock)
    /// Pictures beside each other.
    case collage([RichBlock], caption: RichCaption)
    /// Pictures one after another.
    case slideshow([RichBlock], caption: RichCaption)
    case table(RichTable)
    /// Blocks that can be folded, under a title.
    case details([RichBlock], title: RichText, isOpen: Bool)
    case map(RichMap)
    /// A formula in TeX.
    case math(String)
}

/// An item of a list.
public struct RichListItem: Sendable, Hashable, Codable {
    /// What the item holds; a single paragraph is just its text.
    public var blocks: [RichBlock]
    /// Whether a task is done, or `nil` if the item is no task.
    public var isDone: Bool?
    /// The number of an item of an ordered list, if it is not the next one.
    public var value: Int32?

    /// Creates the value from its parts.
    public init(_ blocks: [RichBlock], isDone: Bool? = nil, value: Int32? = nil) {
        self.blocks = blocks
        self.isDone = isDone
        self.value = value
    }
}

/// A list with numbers.
public struct RichOrderedList: Sendable, Hashable, Codable {
    /// The items, in their order.
    public var items: [RichListItem]
    /// The first number, if it is not 1.
    public var start: Int32?
    /// Whether the numbers go down.
    public var isReversed: Bool
    /// The kind of numbers, as in HTML: `1`, `a`, `A`, `i` or `I`.
    public var type: String?

    /// Creates the value from its parts.
    public init(_ items: [RichListItem], start: Int32? = nil, isReversed: Bool = false, type: String? = nil) {
        self.items = items
        self.start = start
        self.isReversed = isReversed
        self.type = type
    }
}

/// A quotation of blocks.
public struct RichQuote: Sendable, Hashable, Codable {
    /// The blocks, in their order.
    public var blocks: [RichBlock]
    /// Who is quoted.
    public var caption: RichText
    /// Whether the quotation is folded.
    public var isCollapsed: Bool

    /// Creates the value from its parts.
    public init(_ blocks: [RichBlock], caption: RichText = .empty, isCollapsed: Bool = false) {
        self.blocks = blocks
        self.caption = caption
        self.isCollapsed = isCollapsed
    }
}

/// What stands under a picture.
public struct RichCaption: Sendable, Hashable, Codable {
    /// The text.
    public var text: RichText
    /// Where the picture comes from.
    public var credit: RichText

    /// Creates the value from its parts.
    public init(_ text: RichText = .empty, credit: RichText = .empty) {
        self.text = text
        self.credit = credit
    }

    /// Whether there is nothing.
    public var isEmpty: Bool { text.isEmpty && credit.isEmpty }
}

/// A picture, video or sound.
public struct RichMedia: Sendable, Hashable, Codable {
    /// What it is.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case photo
        case video
        case animation
        case audio
        case voice

        /// What a URL's file extension says; what says nothing is a photo.
        ///
        /// - Parameter url: The URL.
        public init(url: String) {
            let path = url.prefix { $0 != "?" && $0 != "#" }
            let name = path[(path.lastIndex(of: "/") ?? path.startIndex)...]
            let fileExtension = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() }
            self =
                switch fileExtension {
                case "ogg", "oga": .voice
                case "mp3", "m4a", "flac", "wav": .audio
                case "gif": .animation
                case "mp4", "mov", "webm", "avi": .video
                default: .photo
                }
        }
    }

    /// What it is.
    public var kind: Kind
    /// Where it is, if it is named by a URL.
    public var url: String
    /// The id of a photo or document, or 0 if it is named by a URL.
    public var id: Int64
    /// What is written below.
    public var caption: RichCaption
    /// Whether it is hidden until it is touched.
    public var isSpoiler: Bool

    /// Creates the value from its parts.
    public init(
        _ kind: Kind, url: String = "", id: Int64 = 0, caption: RichCaption = RichCaption(), isSpoiler: Bool = false
    ) {
        self.kind = kind
        self.url = url
        self.id = id
        self.caption = caption
        self.isSpoiler = isSpoiler
    }
}

/// A table.
public struct RichTable: Sendable, Hashable, Codable {
    /// A cell.
    public struct Cell: Sendable, Hashable, Codable {
        /// Where a text stands from left to right.
        public enum Alignment: String, Sendable, Hashable, Codable {
            case left
            case center
            case right
        }

        /// Where a text stands from top to bottom.
        public enum VerticalAlignment: String, Sendable, Hashable, Codable {
            case top
            case middle
            case bottom
        }

        /// The text.
        public var text: RichText
        /// Whether it heads its row or column.
        public var isHeader: Bool
        /// Where the text stands from left to right.
        public var alignment: Alignment
        /// Where the text stands from top to bottom.
        public var verticalAlignment: VerticalAlignment
        /// How many columns the cell takes.
        public var columns: Int32
        /// How many rows the cell takes.
        public var rows: Int32

        /// Creates the value from its parts.
        public init(
            _ text: RichText, isHeader: Bool = false, alignment: Alignment = .left,
            verticalAlignment: VerticalAlignment = .top, columns: Int32 = 1, rows: Int32 = 1
        ) {
            self.text = text
            self.isHeader = isHeader
            self.alignment = alignment
            self.verticalAlignment = verticalAlignment
            self.columns = columns
            self.rows = rows
        }
    }

    /// The title.
    public var title: RichText
    /// The rows, each a list of cells.
    public var rows: [[Cell]]
    /// Whether it has lines.
    public var isBordered: Bool
    /// Whether every other row has a colour.
    public var isStriped: Bool

    /// Creates the value from its parts.
    public init(_ rows: [[Cell]], title: RichText = .empty, isBordered: Bool = false, isStriped: Bool = false) {
        self.rows = rows
        self.title = title
        self.isBordered = isBordered
        self.isStriped = isStriped
    }
}

/// A piece of a map.
public struct RichMap: Sendable, Hashable, Codable {
    /// Degrees, north positive.
    public var latitude: Double
    /// Degrees, east positive.
    public var longitude: Double
    /// How near the map is, as Telegram counts.
    public var zoom: Int32
    /// The size in pixels, or 0.
    public var width: Int32
    /// The height in pixels.
    public var height: Int32
    /// What is written below.
    public var caption: RichCaption

    /// Creates the value from its parts.
    public init(
        latitude: Double, longitude: Double, zoom: Int32 = 15, width: Int32 = 0, height: Int32 = 0,
        caption: RichCaption = RichCaption()
    ) {
        self.latitude = latitude
        self.longitude = longitude
        self.zoom = zoom
        self.width = width
        self.height = height
        self.caption = caption
    }
}
