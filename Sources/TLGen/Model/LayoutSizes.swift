// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Estimates how many bytes values take inline.
///
/// Structs above the limit keep their fields in an object, so that values are cheap to copy. The estimate follows
/// Swift's layout without its use of spare bits, so it is never too small.
struct LayoutSizes {
    /// The largest payload, in bytes, that is stored inline: the figure that decoded, encoded and copied fastest.
    static let largestInlinePayload = 64

    private let catalog: Catalog
    private var typeSizes: [String: Int] = [:]

    init(_ catalog: Catalog) {
        self.catalog = catalog
    }

    /// The size of the fields side by side.
    mutating func inlineSize(of constructor: Constructor) -> Int {
        var size = 0
        for field in constructor.storedFields {
            let (bytes, alignment) = self.size(of: field)
            size = (size + alignment - 1) / alignment * alignment + bytes
        }
        return size
    }

    private mutating func size(of field: Field) -> (bytes: Int, alignment: Int) {
        switch field.kind {
        case .flagsWord: return (0, 1)
        case .bit: return (1, 1)
        case .value(let type, let presence):
            let (bytes, alignment) = size(of: type)
            let tag = presence == .always || Self.hasSpareValues(type) ? 0 : 1
            return (bytes + tag, alignment)
        }
    }

    private mutating func size(of type: FieldType) -> (bytes: Int, alignment: Int) {
        switch type {
        case .bool: return (1, 1)
        case .int32: return (4, 4)
        case .int64, .double: return (8, 8)
        case .bytes, .vector: return (8, 8)
        case .string, .int128: return (16, 8)
        case .int256: return (32, 8)
        case .generic: return (64, 8)
        case .boxed(let name):
            guard let type = catalog.type(named: name) else { return (8, 8) }
            return (size(of: type), 8)
        case .bare(let name):
            guard let found = catalog.constructor(named: name) else { return (8, 8) }
            return (payloadSize(of: found.constructor), 8)
        }
    }

    private mutating func size(of type: BoxedType) -> Int {
        if let known = typeSizes[type.name] { return known }
        var size = 0
        for constructor in type.constructors { size = max(size, payloadSize(of: constructor)) }
        if !type.isSingle { size += 1 }
        typeSizes[type.name] = size
        return size
    }

    private mutating func payloadSize(of constructor: Constructor) -> Int {
        if constructor.storage == .object { return 8 }
        let size = inlineSize(of: constructor)
        return size > Self.largestInlinePayload ? 8 : size
    }

    private static func hasSpareValues(_ type: FieldType) -> Bool {
        switch type {
        case .bool, .string, .bytes, .vector: true
        case .int32, .int64, .double, .int128, .int256, .boxed, .bare, .generic: false
        }
    }
}
