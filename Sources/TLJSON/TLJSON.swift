// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLParser

/// Turns TL values into readable JSON and back, by the text of a schema.
///
/// A value is an object with the name of its constructor or method under `_` and its fields under the names of the
/// schema: `{"_":"messages.sendMessage","peer":{"_":"inputPeerSelf"},"message":"Hi","random_id":"7"}`.
///
/// | in the schema | in JSON |
/// |---|---|
/// | `int` | a number |
/// | `long` | a string of decimal digits, since many readers of JSON hold no 64 bits; numbers are read too |
/// | `double` | a number; `{"$double":"7ff0000000000000"}`, the bits, where it is not finite |
/// | `string` | a string; `{"$base64":"…"}` where the bytes are no UTF-8 |
/// | `bytes` | a string in Base64 |
/// | `int128`, `int256` | a string of hexadecimal digits |
/// | `Bool`, `flags.N?true` | `true` or `false`; a flag that is not set is left out |
/// | `Vector<T>`, `vector<T>` | an array |
/// | an optional field that is absent | left out; `null` is read as absent |
/// | a secret that was replaced | `{"$digest":"…"}`, which cannot be turned back |
///
/// Flags words do not show: they follow from the fields. Neither damaged bytes nor damaged JSON makes it trap; depth and
/// length are bounded.
public struct TLJSON: Sendable {
    let catalog: TLJSONCatalog

    /// Creates a converter.
    ///
    /// - Parameter definitions: The constructors and methods. Those that refer to types which are not among them are
    ///   left out.
    public init(_ definitions: [Definition]) {
        catalog = TLJSONCatalog(definitions)
    }

    /// The constructors and methods of this library's layer of the API and of the service schema.
    public static let definitions: [Definition] = [TLSchemaText.api, TLSchemaText.mtproto].flatMap { text in
        SchemaParser(text).compactMap { try? $0.get().definition }
    }

    /// The converter for this library's layer of the API and for the service schema; both are read at its first use.
    public static let current = TLJSON(definitions)

    /// How values nest at most, in JSON and in bytes.
    public static var maximumDepth: Int { 64 }

    /// Writes a value of a boxed type, or a call, as JSON.
    ///
    /// - Parameters:
    ///   - bytes: The binary form, constructor id first.
    ///   - options: How to write it.
    /// - Returns: A JSON object.
    /// - Throws: ``TLJSONError`` with the position of what cannot be read.
    public func text(of bytes: [UInt8], options: TLJSONOptions = .init()) throws(TLJSONError) -> String {
        var encoder = TLJSONEncoder(bytes: bytes, catalog: catalog, options: options)
        try encoder.object()
        return try encoder.finish()
    }

    /// Writes a value of a certain type as JSON.
    ///
    /// - Parameters:
    ///   - bytes: The binary form.
    ///   - type: The type as the schema spells it, `User` or `Vector<long>`.
    ///   - options: How to write it.
    /// - Returns: JSON.
    /// - Throws: ``TLJSONError`` if the type is not known or with the position of what cannot be read.
    public func text(
        of bytes: [UInt8], type: String, options: TLJSONOptions = .init()
    ) throws(TLJSONError) -> String {
        var encoder = TLJSONEncoder(bytes: bytes, catalog: catalog, options: options)
        try encoder.value(try catalog.type(named: type))
        return try encoder.finish()
    }

    /// Writes the answer to a call as JSON.
    ///
    /// - Parameters:
    ///   - answer: The binary form of the answer.
    ///   - call: The call that it answers; wrappers around a call are looked through.
    ///   - options: How to write it.
    /// - Returns: JSON.
    /// - Throws: ``TLJSONError`` if the method is not known or with the position of what cannot be read.
    public func text(
        ofAnswer answer: [UInt8], to call: [UInt8], options: TLJSONOptions = .init()
    ) throws(TLJSONError) -> String {
        var method = TLJSONEncoder(bytes: call, catalog: catalog, options: .init())
        try method.object()
        guard let index = method.innermostMethod, let type = catalog.definitions[index].answer else {
            throw TLJSONError(.unknownMethod, path: [], offset: 0)
        }
        var encoder = TLJSONEncoder(bytes: answer, catalog: catalog, options: options)
        try encoder.value(type)
        return try encoder.finish()
    }

    /// Reads a value of a boxed type, or a call, from JSON.
    ///
    /// - Parameter text: A JSON object with a name under `_`.
    /// - Returns: The binary form, constructor id first.
    /// - Throws: ``TLJSONError`` with the path of what cannot be read.
    public func bytes(from text: String) throws(TLJSONError) -> [UInt8] {
        var decoder = TLJSONDecoder(catalog: catalog)
        try decoder.object(try JSONNode(reading: text), of: nil, boxed: true)
        return decoder.bytes
    }

    /// Reads a value of a certain type from JSON.
    ///
    /// - Parameters:
    ///   - text: JSON.
    ///   - type: The type as the schema spells it, `User` or `Vector<long>`.
    /// - Returns: The binary form.
    /// - Throws: ``TLJSONError`` if the type is not known or with the path of what cannot be read.
    public func bytes(from text: String, type: String) throws(TLJSONError) -> [UInt8] {
        var decoder = TLJSONDecoder(catalog: catalog)
        try decoder.value(try JSONNode(reading: text), of: try catalog.type(named: type))
        return decoder.bytes
    }
}
