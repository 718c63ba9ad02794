// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
public import FerogramTLTypes

/// A result that a bot shows in its inline mode.
public struct InlineResult: Sendable {
    /// What the result is.
    @nonexhaustive
    public enum Kind: Sendable {
        /// A title with a text.
        case article
        /// A photo in the web.
        case photo(WebFile)
        /// A GIF, or an MPEG-4 video without sound, in the web.
        case animation(WebFile)
        /// A video, or a page with a video player, in the web.
        case video(WebFile)
        /// A piece of music in the web.
        case audio(WebFile)
        /// A voice message in the web.
        case voice(WebFile)
        /// A file in the web, PDF or ZIP.
        case file(WebFile)
        /// A photo that Telegram has.
        case storedPhoto(TL.InputPhoto)
        /// A file that Telegram has: `gif`, `sticker`, `video`, `audio`, `voice` or `file`.
        case storedDocument(TL.InputDocument, type: String)
        /// A place.
        case location
        /// A place with a name.
        case venue
        /// A contact.
        case contact
        /// A game of the bot, by its short name.
        case game(String)
        /// Whatever the schema has.
        case raw(TL.InputBotInlineResult)
    }

    /// What names the result, 1 to 64 bytes, among the results of an answer.
    public var id: String
    /// What it is.
    public var kind: Kind
    /// What the person sees of it.
    public var title: String?
    /// What the person sees below the title.
    public var description: String?
    /// The address that belongs to the result.
    public var url: String?
    /// A picture, JPEG or GIF, in the web.
    public var thumbnail: WebFile?
    /// What is sent when it is chosen.
    public var content: InlineContent

    /// Creates a result.
    ///
    /// - Parameters:
    ///   - kind: What it is.
    ///   - id: What names it among the results of an answer, 1 to 64 bytes; a random one if `nil`.
    ///   - title: What the person sees of it.
    ///   - description: What the person sees below the title.
    ///   - url: The address that belongs to it.
    ///   - thumbnail: A picture in the web.
    ///   - content: What is sent when it is chosen.
    public init(
        _ kind: Kind, id: String? = nil, title: String? = nil, description: String? = nil, url: String? = nil,
        thumbnail: WebFile? = nil, content: InlineContent
    ) {
        self.id = id ?? String(UInt64.random(in: .min ... .max), radix: 36)
        (self.kind, self.title, self.description, self.url) = (kind, title, description, url)
        (self.thumbnail, self.content) = (thumbnail, content)
    }

    /// A title with a text that is sent.
    ///
    ///     try await query.answer([.article("Shout", message: "\(query.text.uppercased())!")])
    ///
    /// - Parameters:
    ///   - title: What the person sees.
    ///   - id: What names it, 1 to 64 bytes; a random one if `nil`.
    ///   - description: What the person sees below the title.
    ///   - thumbnail: A picture in the web.
    ///   - message: What is sent.
    /// - Returns: The result.
    public static func article(
        _ title: String, id: String? = nil, description: String? = nil, thumbnail: WebFile? = nil,
        message: some InputMessageConvertible
    ) -> Self {
        Self(
            .article, id: id, title: title, description: description, thumbnail: thumbnail,
            content: .text(message.inputMessage))
    }

    /// A photo in the web, with a caption.
    ///
    /// - Parameters:
    ///   - url: Its address, JPEG, up to 5 MB.
    ///   - id: What names it, 1 to 64 bytes; a random one if `nil`.
    ///   - thumbnail: The address of a small form; the photo itself if `nil`.
    ///   - title: What the person sees.
    ///   - caption: The caption.
    /// - Returns: The result.
    public static func photo(
        _ url: String, id: String? = nil, thumbnail: String? = nil, title: String? = nil,
        caption: some InputMessageConvertible = ""
    ) -> Self {
        Self(
            .photo(WebFile(url, type: "image/jpeg")), id: id, title: title,
            thumbnail: WebFile(thumbnail ?? url, type: "image/jpeg"), content: .media(caption: caption.inputMessage))
    }

    /// A photo that Telegram has, with a caption.
    ///
    /// - Parameters:
    ///   - photo: The photo.
    ///   - id: What names it, 1 to 64 bytes; a random one if `nil`.
    ///   - caption: The caption.
    /// - Returns: The result.
    public static func photo(
        _ photo: TL.InputPhoto, id: String? = nil, caption: some InputMessageConvertible = ""
    ) -> Self {
        Self(.storedPhoto(photo), id: id, content: .media(caption: caption.inputMessage))
    }

    /// A file that Telegram has, with a caption.
    ///
    /// - Parameters:
    ///   - document: The file.
    ///   - type: What it is: `gif`, `sticker`, `video`, `audio`, `voice` or `file`.
    ///   - title: What the person sees.
    ///   - id: What names it, 1 to 64 bytes; a random one if `nil`.
    ///   - caption: The caption.
    /// - Returns: The result.
    public static func document(
        _ document: TL.InputDocument, type: String = "file", title: String, id: String? = nil,
        caption: some InputMessageConvertible = ""
    ) -> Self {
        Self(
            .storedDocument(document, type: type), id: id, title: title, content: .media(caption: caption.inputMessage))
    }

    /// A place.
    ///
    /// - Parameters:
    ///   - title: What the person sees.
    ///   - latitude: In degrees.
    ///   - longitude: In degrees.
    ///   - id: What names it, 1 to 64 bytes; a random one if `nil`.
    /// - Returns: The result.
    public static func location(_ title: String, latitude: Double, longitude: Double, id: String? = nil) -> Self {
        Self(.location, id: id, title: title, content: .location(latitude: latitude, longitude: longitude))
    }

    /// A place with a name.
    ///
    /// - Parameters:
    ///   - venue: The place.
    ///   - id: What names it, 1 to 64 bytes; a random one if `nil`.
    /// - Returns: The result.
    public static func venue(_ venue: InlineVenue, id: String? = nil) -> Self {
        Self(.venue, id: id, title: venue.title, description: venue.address, content: .venue(venue))
    }

    /// A contact.
    ///
    /// - Parameters:
    ///   - phoneNumber: The number.
    ///   - firstName: The first name.
    ///   - lastName: The last name.
    ///   - id: What names it, 1 to 64 bytes; a random one if `nil`.
    /// - Returns: The result.
    public static func contact(
        phoneNumber: String, firstName: String, lastName: String = "", id: String? = nil
    ) -> Self {
        Self(
            .contact, id: id, title: lastName.isEmpty ? firstName : firstName + " " + lastName,
            content: .contact(phoneNumber: phoneNumber, firstName: firstName, lastName: lastName))
    }

    /// A game of the bot.
    ///
    /// - Parameters:
    ///   - shortName: The name that BotFather knows it by.
    ///   - id: What names it, 1 to 64 bytes; a random one if `nil`.
    ///   - keyboard: The buttons below it, of which the first starts the game.
    /// - Returns: The result.
    public static func game(_ shortName: String, id: String? = nil, keyboard: Keyboard? = nil) -> Self {
        Self(.game(shortName), id: id, content: .game(keyboard: keyboard))
    }
}

/// A file in the web that Telegram's servers fetch by themselves.
public struct WebFile: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The address.
    public var url: String
    /// The MIME type.
    public var type: String
    /// The size in bytes; 0 if it is not known.
    public var size: Int32
    /// Width and height in pixels, and for how many seconds it plays.
    public var attributes: [TL.DocumentAttribute] {
        dimensions.map { [.imageSize(.init(w: $0.width, h: $0.height))] } ?? []
    }
    /// Width and height in pixels.
    public var dimensions: Dimensions?

    /// Width and height in pixels.
    public struct Dimensions: Hashable, Sendable {
        /// In pixels.
        public var width: Int32
        /// In pixels.
        public var height: Int32

        /// Creates dimensions.
        ///
        /// - Parameters:
        ///   - width: In pixels.
        ///   - height: In pixels.
        public init(width: Int32, height: Int32) {
            (self.width, self.height) = (width, height)
        }
    }

    /// Creates a file.
    ///
    /// - Parameters:
    ///   - url: The address.
    ///   - type: The MIME type; by the end of the address if `nil`, and `image/jpeg` if that says nothing.
    ///   - size: The size in bytes; 0 if it is not known.
    ///   - dimensions: Width and height in pixels, of pictures.
    public init(_ url: String, type: String? = nil, size: Int32 = 0, dimensions: Dimensions? = nil) {
        (self.url, self.size, self.dimensions) = (url, size, dimensions)
        self.type = type ?? Self.type(of: url) ?? "image/jpeg"
    }

    /// What the server takes for inline results, by the end of the address.
    private static func type(of url: String) -> String? {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        guard let dot = path.lastIndex(of: "."), let slash = path.lastIndex(of: "/"), slash < dot else { return nil }
        return switch path[path.index(after: dot)...].lowercased() {
        case "jpg", "jpeg": "image/jpeg"
        case "png": "image/png"
        case "gif": "image/gif"
        case "webp": "image/webp"
        case "mp4": "video/mp4"
        case "html", "htm": "text/html"
        case "mp3": "audio/mpeg"
        case "m4a": "audio/mp4"
        case "ogg", "oga", "opus": "audio/ogg"
        case "pdf": "application/pdf"
        case "zip": "application/zip"
        default: nil
        }
    }

    /// Creates the value from a literal.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    var tl: TL.InputWebDocument { .init(url: url, size: size, mimeType: type, attributes: attributes) }
}

extension InlineResult {
    /// The result as the schema has it.
    func tl(_ core: ClientCore) async throws(InvocationError) -> TL.InputBotInlineResult {
        switch kind {
        case .article: return try await result("article", nil, core)
        case .photo(let file): return try await result("photo", file, core)
        case .animation(let file): return try await result("gif", file, core)
        case .video(let file): return try await result("video", file, core)
        case .audio(let file): return try await result("audio", file, core)
        case .voice(let file): return try await result("voice", file, core)
        case .file(let file): return try await result("file", file, core)
        case .location: return try await result("geo", nil, core)
        case .venue: return try await result("venue", nil, core)
        case .contact: return try await result("contact", nil, core)
        case .storedPhoto(let photo):
            return .photo(.init(id: id, type: "photo", photo: photo, sendMessage: try await content.tl(core)))
        case .storedDocument(let document, let type):
            return .document(
                .init(
                    id: id, type: type, title: title, description: description, document: document,
                    sendMessage: try await content.tl(core)))
        case .game(let name): return .game(.init(id: id, shortName: name, sendMessage: try await content.tl(core)))
        case .raw(let raw): return raw
        }
    }

    private func result(
        _ type: String, _ file: WebFile?, _ core: ClientCore
    ) async throws(InvocationError) -> TL.InputBotInlineResult {
        .inputBotInlineResult(
            .init(
                id: id, type: type, title: title, description: description, url: url ?? file?.url, thumb: thumbnail?.tl,
                content: file?.tl, sendMessage: try await content.tl(core)))
    }
}
