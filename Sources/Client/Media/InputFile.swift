// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
public import Foundation

/// A file to send: on disk, in memory, as a stream, on the web, or one that Telegram has already.
///
///     try await message.reply(.photo(.path("cat.jpg"), caption: "meow"))
///     try await client.sendDocument(to: "me", .data(report, name: "report.pdf"))
public struct InputFile: Sendable, Codable {
    /// Where the bytes come from.
    enum Source: Sendable {
        case path(String)
        case data([UInt8])
        case stream(any ByteSequence, size: Int64?)
        case url(String)
        case photo(TL.InputPhoto)
        case document(TL.InputDocument)
        case uploaded(UploadedFile)
    }

    let source: Source
    /// What it is called; `nil` for the name that it has.
    var name: String?
    /// Its MIME type; `nil` for what its content says.
    var mimeType: String?
    /// Where it was seen, if Telegram has it.
    var origin: FileOrigin?

    init(_ source: Source, name: String? = nil, origin: FileOrigin? = nil) {
        self.source = source
        self.name = name
        self.origin = origin
    }

    /// The file under another name.
    public func named(_ name: String) -> Self {
        var copy = self
        copy.name = name
        return copy
    }

    /// The file with another MIME type than its content says.
    public func withMIMEType(_ type: String) -> Self {
        var copy = self
        copy.mimeType = type
        return copy
    }
}

/// What can be given where a file is wanted.
public protocol InputFileConvertible: Sendable {
    /// The file.
    var inputFile: InputFile { get }
}

extension InputFile: InputFileConvertible {
    /// The value as a file to send.
    public var inputFile: InputFile { self }
}

extension Photo: InputFileConvertible {
    /// The value as a file to send.
    public var inputFile: InputFile { InputFile(.photo(inputPhoto), origin: origin) }
}

extension Document: InputFileConvertible {
    /// The value as a file to send.
    public var inputFile: InputFile { InputFile(.document(inputDocument), origin: origin) }
}

extension Sticker: InputFileConvertible {
    /// The value as a file to send.
    public var inputFile: InputFile { document.inputFile }
}

extension UploadedFile: InputFileConvertible {
    /// The value as a file to send.
    public var inputFile: InputFile { InputFile(.uploaded(self), name: name) }
}

extension URL: InputFileConvertible {
    /// A file on disk, or one that the server fetches from the web.
    public var inputFile: InputFile { isFileURL ? .path(path(percentEncoded: false)) : .url(absoluteString) }
}

extension FileID: InputFileConvertible {
    /// The value as a file to send.
    public var inputFile: InputFile {
        switch location {
        case .photo(let id, let hash, _):
            InputFile(.photo(.inputPhoto(.init(id: id, accessHash: hash, fileReference: fileReference ?? []))))
        case .document(let id, let hash):
            InputFile(.document(.inputDocument(.init(id: id, accessHash: hash, fileReference: fileReference ?? []))))
        case .web(let url, _): .url(url)
        }
    }
}

extension InputFileConvertible where Self == InputFile {
    /// A file on disk.
    public static func path(_ path: String) -> Self { InputFile(.path(path)) }

    /// A file in memory.
    ///
    /// - Parameters:
    ///   - data: The content.
    ///   - name: What it is called; applications go by it.
    /// - Returns: The file.
    public static func data(_ data: some Sequence<UInt8>, name: String) -> Self {
        InputFile(.data(Array(data)), name: name)
    }

    /// A file whose bytes come one after the other.
    ///
    /// - Parameters:
    ///   - chunks: The content, in pieces of any size.
    ///   - name: What it is called; applications go by it.
    ///   - size: How many bytes there will be; `nil` if nobody knows.
    /// - Returns: The file.
    public static func stream<Chunks: AsyncSequence & Sendable>(
        _ chunks: Chunks, name: String, size: Int64? = nil
    ) -> Self where Chunks.Element: Collection<UInt8> {
        InputFile(.stream(ChunkSequence(chunks: chunks), size: size), name: name)
    }

    /// A file on the web, which the server fetches.
    public static func url(_ url: String) -> Self { InputFile(.url(url)) }

    /// A file that the account has sent or received, by its id in the Bot API.
    ///
    /// - Throws: ``FileIDError`` if the text is no file id.
    public static func fileID(_ text: String) throws(FileIDError) -> Self { try FileID(parsing: text).inputFile }
}

@available(*, unavailable, message: "say what it is: .path(…), .url(…) or .fileID(…)")
extension String: InputFileConvertible {
    /// The value as a file to send.
    public var inputFile: InputFile { .path(self) }
}

@available(*, unavailable, message: "a file needs a name: .data(…, name: \"cat.jpg\")")
extension Data: InputFileConvertible {
    /// The value as a file to send.
    public var inputFile: InputFile { .data(self, name: "") }
}

// MARK: Streams

/// Bytes that come one after the other.
protocol ByteSequence: Sendable {
    func makeReader() -> any ByteReader
}

/// Reads such bytes.
protocol ByteReader {
    mutating func next() async throws -> [UInt8]?
}

private struct ChunkSequence<Chunks: AsyncSequence & Sendable>: ByteSequence
where Chunks.Element: Collection<UInt8> {
    let chunks: Chunks

    func makeReader() -> any ByteReader { Reader(iterator: chunks.makeAsyncIterator()) }

    private struct Reader: ByteReader {
        var iterator: Chunks.AsyncIterator

        mutating func next() async throws -> [UInt8]? {
            try await iterator.next(isolation: #isolation).map { Array($0) }
        }
    }
}
