// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser

/// Writes types and the expressions that read and write their values.
struct TypeRenderer {
    let catalog: Catalog

    /// The type as Swift spells it.
    func name(_ type: FieldType) -> String {
        switch type {
        case .int32: "Int32"
        case .int64: "Int64"
        case .double: "Double"
        case .string: "String"
        case .bytes: "[UInt8]"
        case .int128: "TL.Int128"
        case .int256: "TL.Int256"
        case .bool: "Bool"
        case .boxed(let name): catalog.type(named: name)?.qualifiedName ?? "Never"
        case .bare(let name): bareName(name)
        case .vector(let element, isBare: _): "[\(self.name(element))]"
        case .generic: "Query"
        }
    }

    /// The type of a stored property.
    func propertyType(_ field: Field) -> String {
        switch field.kind {
        case .flagsWord: "UInt32"
        case .bit: "Bool"
        case .value(let type, .always): name(type)
        case .value(let type, .flag): name(type) + "?"
        }
    }

    /// The parameter of an initialiser that takes the field.
    func initializerParameter(_ field: Field) -> String {
        let parameter = "\(Naming.escaped(field.swiftName)): \(propertyType(field))"
        switch field.kind {
        case .bit: return parameter + " = false"
        case .value(_, .flag): return parameter + " = nil"
        case .flagsWord, .value(_, .always): return parameter
        }
    }

    /// An expression, without `try`, that reads a value.
    func decoding(_ type: FieldType) -> String {
        switch type {
        case .int32: "reader.int32()"
        case .int64: "reader.int64()"
        case .double: "reader.double()"
        case .string: "reader.string()"
        case .bytes: "reader.bytes()"
        case .int128: "reader.int128()"
        case .int256: "reader.int256()"
        case .bool: "reader.bool()"
        case .boxed, .generic: "\(name(type))(from: &reader)"
        case .bare: "\(name(type))(bodyFrom: &reader)"
        case .vector(let element, let isBare): vectorDecoding(element, isBare: isBare)
        }
    }

    private func vectorDecoding(_ element: FieldType, isBare: Bool) -> String {
        let function = isBare ? "bareVector" : "vector"
        switch element {
        case .bare: return "reader.\(function) { (reader) throws(TLError) in try \(name(element))(bodyFrom: &reader) }"
        default: return "reader.\(function)(of: \(name(element)).self)"
        }
    }

    /// A statement that writes a value; with `stores`, into room that was made before.
    func encoding(_ type: FieldType, _ value: String, stores: Bool = false) -> String {
        switch type {
        case .int32: "writer.\(stores ? "storeInt32" : "int32")(\(value))"
        case .int64: "writer.\(stores ? "storeInt64" : "int64")(\(value))"
        case .double: "writer.\(stores ? "storeDouble" : "double")(\(value))"
        case .int128: "writer.\(stores ? "storeInt128" : "int128")(\(value))"
        case .int256: "writer.\(stores ? "storeInt256" : "int256")(\(value))"
        case .bool: "writer.\(stores ? "storeBool" : "bool")(\(value))"
        case .string: "writer.string(\(value))"
        case .bytes: "writer.bytes(\(value))"
        case .boxed, .generic: "\(value).encode(into: &writer)"
        case .bare: "\(value).encodeBody(into: &writer)"
        case .vector(.bare, let isBare):
            "writer.\(isBare ? "bareVector" : "vector")(\(value)) { $0.encodeBody(into: &$1) }"
        case .vector(_, let isBare): "writer.\(isBare ? "bareVector" : "vector")(\(value))"
        }
    }

    private func bareName(_ name: String) -> String {
        guard let (type, constructor) = catalog.constructor(named: name) else { return "Never" }
        return type.qualifiedName(of: constructor)
    }
}

/// An id as a Swift literal.
func hexLiteral(_ id: UInt32) -> String {
    let digits = String(id, radix: 16)
    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
}
