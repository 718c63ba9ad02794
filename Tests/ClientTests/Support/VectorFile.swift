// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// A file of test vectors of another layer, for which a client has to be right as well.
enum VectorFile {
    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: The path in the folder of the tests.
    ///   - type: What it holds.
    /// - Returns: What it holds, its names without underscores.
    /// - Throws: An error of Foundation.
    static func load<File: Decodable>(_ path: String, as type: File.Type = File.self) throws -> File {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(contentsOf: tests.appending(path: path)))
    }
}
