// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import Foundation
import XCTest

/// A JSON value of a vector file, with accessors that fail the test when the file is not as expected.
struct Vector {
    let fields: [String: Any]

    subscript(_ name: String) -> [UInt8] {
        get throws { try XCTUnwrap([UInt8](hex: try text(name)), "\(name) is no hexadecimal text") }
    }

    func text(_ name: String) throws -> String {
        try XCTUnwrap(fields[name] as? String, "\(name) is no text")
    }

    /// A number that stands as a JSON number or as decimal digits.
    func integer<Number: FixedWidthInteger>(_ name: String) throws -> Number {
        if let digits = fields[name] as? String { return try XCTUnwrap(Number(digits), name) }
        let number = try XCTUnwrap(fields[name] as? NSNumber, "\(name) is no number")
        return try XCTUnwrap(Number(number.stringValue), name)
    }

    func bytesList(_ name: String) throws -> [[UInt8]] {
        try XCTUnwrap(fields[name] as? [String], name).map { try XCTUnwrap([UInt8](hex: $0), name) }
    }

    func list(_ name: String) throws -> [Vector] {
        try XCTUnwrap(fields[name] as? [[String: Any]], name).map(Vector.init)
    }

    func object(_ name: String) throws -> Vector {
        Vector(fields: try XCTUnwrap(fields[name] as? [String: Any], name))
    }

    func has(_ name: String) -> Bool {
        fields[name] != nil && !(fields[name] is NSNull)
    }

    /// Reads a vector file of this test target.
    static func file(_ name: String) throws -> Vector {
        let url = try XCTUnwrap(
            Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Vectors"), name)
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
        return Vector(fields: try XCTUnwrap(object as? [String: Any], name))
    }

    /// The vectors of a file, of which there must be some.
    static func all(_ name: String) throws -> [Vector] {
        let vectors = try file(name).list("vectors")
        XCTAssertFalse(vectors.isEmpty, name)
        return vectors
    }
}

extension SecureBytes {
    /// The bytes as hexadecimal digits, for comparing with vectors.
    var hex: String {
        withUnsafeBytes { Array($0).hex }
    }
}
