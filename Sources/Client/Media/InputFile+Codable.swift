// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension InputFile.Source: Codable {
    private enum CodingKeys: CodingKey {
        case path, data, url, photo, document
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch container.allKeys.first {
        case .path?: self = .path(try container.decode(String.self, forKey: .path))
        case .data?: self = .data(try container.decode([UInt8].self, forKey: .data))
        case .url?: self = .url(try container.decode(String.self, forKey: .url))
        case .photo?: self = .photo(try container.decode(TL.InputPhoto.self, forKey: .photo))
        case .document?: self = .document(try container.decode(TL.InputDocument.self, forKey: .document))
        case nil:
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "the file is nowhere"))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .path(let path): try container.encode(path, forKey: .path)
        case .data(let bytes): try container.encode(bytes, forKey: .data)
        case .url(let url): try container.encode(url, forKey: .url)
        case .photo(let photo): try container.encode(photo, forKey: .photo)
        case .document(let document): try container.encode(document, forKey: .document)
        case .stream: throw cannotBeStored("a stream", encoder)
        case .uploaded: throw cannotBeStored("an upload, which the server keeps for a short time only,", encoder)
        }
    }

    private func cannotBeStored(_ what: String, _ encoder: any Encoder) -> EncodingError {
        .invalidValue(self, .init(codingPath: encoder.codingPath, debugDescription: "\(what) cannot be stored"))
    }
}
