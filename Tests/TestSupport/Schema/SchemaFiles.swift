// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramTLParser
package import Foundation

/// The schemas that the types are generated from, read as text.
package enum SchemaFiles {
    /// The folder of the schemas, found from the place of this file.
    package static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Schema")

    /// The text of a schema, `api.tl` or `mtproto.tl`.
    package static func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    /// All definitions of both schemas.
    package static func definitions() throws -> [Definition] {
        try ["api.tl", "mtproto.tl"].flatMap { try Schema(parsing: try text($0)).definitions }
    }
}
