// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// Reads files of test vectors.
package enum VectorFile {
    /// Decodes a file of a test target's resources.
    ///
    /// - Parameters:
    ///   - type: What the file holds.
    ///   - name: The file's name in the folder `Vectors`, without `.json`.
    ///   - bundle: The path of the test target's resources, `Bundle.module.bundlePath`.
    /// - Returns: The content.
    /// - Throws: An error if the file is missing or of another form.
    package static func read<Content: Decodable>(
        _ type: Content.Type, _ name: String, bundle: String
    ) throws -> Content {
        let url = URL(fileURLWithPath: bundle).appending(path: "Vectors/\(name).json")
        return try JSONDecoder().decode(type, from: try Data(contentsOf: url))
    }
}
