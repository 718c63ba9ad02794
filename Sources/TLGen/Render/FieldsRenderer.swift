// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser

/// Writes what constructors and functions have in common: properties, initialisers, encoding and decoding of fields.
struct FieldsRenderer {
    let types: TypeRenderer
    let fields: [Field]
    let storage: Constructor.Storage
    /// The name in the schema, for errors.
    let definitionName: String

    /// How many fields are assigned as they are read; what was read of more waits until all is there.
    private static let mostReadInPlace = 5

    private var stored: [Field] { fields.filter(\.isStored) }
    private var access: String { storage == .properties ? "self." : "_storage." }

    /// Writes the stored properties and, if the fields live elsewhere, their accessors.
    func properties(_ writer: inout SourceWriter) {
        mirror(&writer)
        guard storage == .object else {
            for field in stored {
                writer.line("public let \(Naming.escaped(field.swiftName)): \(types.propertyType(field))")
            }
            return
        }
        writer.block("@usableFromInline final class Storage: Sendable") { writer in
            for field in stored {
                writer.line("@usableFromInline let \(Naming.escaped(field.swiftName)): \(types.propertyType(field))")
            }
            let parameters = stored.map { "_ \(Naming.escaped($0.swiftName)): \(types.propertyType($0))" }
            writer.block("init(\(parameters.joined(separator: ", ")))") { writer in assignments(&writer) }
            // Straight into the object: there may be dozens of fields.
            writer.block("init(bodyFrom reader: inout TLReader) throws(TLError)") { writer in
                decodingFields(&writer, usesLocals: false)
            }
        }
        writer.line("@usableFromInline let _storage: Storage")
        for field in stored {
            let name = Naming.escaped(field.swiftName)
            // Optimised builds inline it in other modules, for it is short and the storage is visible to them.
            writer.line("public var \(name): \(types.propertyType(field)) { _storage.\(name) }")
        }
    }

    /// Whether the type must say itself how it is reflected: to hide fields.
    ///
    /// Where fields that hide nothing live in an object, whoever shows them looks there: a mirror for each type takes
    /// long to compile.
    var hasMirror: Bool { fields.contains(where: \.isSecret) }

    /// The protocol for how the fields of a constructor are shown, behind a comma; boxed types show themselves.
    func conformances(isBoxed: Bool) -> String {
        if hasMirror { return ", CustomReflectable" }
        return storage == .object && !isBoxed ? ", TLStoredFields" : ""
    }

    private func mirror(_ writer: inout SourceWriter) {
        guard hasMirror else { return }
        guard storage == .properties else {
            // The object has a mirror of its own to start from, and code that names every field takes long to compile.
            let secrets = stored.filter(\.isSecret).map(\.swiftName).joined(separator: " ")
            let mirror = "TLRedaction.mirror(of: self, storage: _storage, hiding: \"\(secrets)\")"
            writer.line("public var customMirror: Mirror { \(mirror) }")
            return
        }
        let children = stored.map { field in
            let name = Naming.escaped(field.swiftName)
            return "\"\(field.swiftName)\": " + (field.isSecret ? "TLRedaction.hide(\(name))" : name + " as Any")
        }
        writer.block("public var customMirror: Mirror") { writer in
            writer.line("TLRedaction.mirror(of: self, [\(children.joined(separator: ", "))])")
        }
    }

    /// Writes the initialiser that takes every field.
    func initializer(_ writer: inout SourceWriter) {
        let parameters = stored.map(types.initializerParameter).joined(separator: ", ")
        if stored.isEmpty {
            writer.line("public init() {}")
            return
        }
        writer.block("public init(\(parameters))") { writer in
            if storage == .properties {
                assignments(&writer)
            } else {
                let arguments = stored.map { Naming.escaped($0.swiftName) }.joined(separator: ", ")
                writer.line("_storage = Storage(\(arguments))")
            }
        }
    }

    private func assignments(_ writer: inout SourceWriter) {
        for field in stored {
            let name = Naming.escaped(field.swiftName)
            writer.line("self.\(name) = \(name)")
        }
    }

    /// Writes equality and hashing where the compiler cannot: it does not look into the storage.
    func equality(of name: String, _ writer: inout SourceWriter) {
        guard storage == .object else { return }
        let names = stored.map { Naming.escaped($0.swiftName) }
        writer.line("/// Whether all fields are equal.")
        writer.block("public static func == (left: \(name), right: \(name)) -> Bool") { writer in
            writer.line(names.map { "left.\($0) == right.\($0)" }.joined(separator: " && "))
        }
        writer.line("/// Feeds all fields to a hasher.")
        writer.block("public func hash(into hasher: inout Hasher)") { writer in
            for name in names { writer.line("hasher.combine(\(name))") }
        }
    }

    // MARK: Decoding

    /// Writes the body of an initialiser that reads the fields.
    ///
    /// With `delegates` it ends with a call of the initialiser that takes every field, as an extension in another
    /// module must.
    func decoding(_ writer: inout SourceWriter, delegates: Bool = false) {
        if storage == .object { return writer.line("_storage = try Storage(bodyFrom: &reader)") }
        // Read field by field into itself, a large value is copied once more in the end.
        let usesLocals = delegates || stored.count > Self.mostReadInPlace
        decodingFields(&writer, usesLocals: usesLocals)
        if delegates {
            let arguments = stored.map { "\($0.swiftName): \(Naming.escaped($0.swiftName))" }
            writer.line("self.init(\(arguments.joined(separator: ", ")))")
        } else if usesLocals {
            assignments(&writer)
        }
    }

    /// Writes statements that read the fields, into properties or into constants of their names.
    private func decodingFields(_ writer: inout SourceWriter, usesLocals: Bool) {
        for field in fields {
            let name = Naming.escaped(field.swiftName)
            let declaration = "let \(name): \(types.propertyType(field))"
            let target = usesLocals ? name : "self." + name
            let assignment = usesLocals ? declaration : target
            switch field.kind {
            case .flagsWord:
                writer.line("\(isUsed(field) ? "let \(variable(field.name))" : "_") = try reader.flags()")
            case .bit(let word, let bit):
                writer.line("\(assignment) = \(variable(word)).contains(\(bit))")
            case .value(let type, .always):
                writer.line("\(assignment) = try \(types.decoding(type))")
            case .value(let type, .flag(let word, let bit)):
                // Statements instead of a conditional expression: the compiler checks them much faster.
                if usesLocals { writer.line(declaration) }
                let condition = "\(variable(word)).contains(\(bit))"
                writer.line(
                    "if \(condition) { \(target) = try \(types.decoding(type)) } else { \(target) = nil }")
            }
        }
    }

    /// The variable that holds a flags word; fields may be called like the word itself.
    private func variable(_ word: String) -> String { word + "Word" }

    // MARK: Encoding

    /// Writes the statements that write the fields, after an id if there is one.
    ///
    /// Room for neighbours of fixed size is made at once, for all that may be present.
    func encoding(_ writer: inout SourceWriter, id: UInt32? = nil) {
        var rest = fields[...]
        fixedFields(from: &rest, after: id, &writer)
        while let field = rest.popFirst() {
            encode(field, stores: false, &writer)
            fixedFields(from: &rest, after: nil, &writer)
        }
    }

    /// Takes the neighbours of fixed size from the front, if there are any, and writes them.
    private func fixedFields(from rest: inout ArraySlice<Field>, after id: UInt32?, _ writer: inout SourceWriter) {
        let run = rest.prefix { $0.fixedSize != nil }
        rest.removeFirst(run.count)
        let sizes = (id == nil ? [] : [4]) + run.compactMap(\.fixedSize).filter { $0 > 0 }
        // One value alone checks the room itself.
        let stores = sizes.count > 1
        if stores { writer.line("writer.reserve(\(sizes.reduce(0, +)))") }
        if let id { writer.line("writer.\(stores ? "store" : "uint32")(\(hexLiteral(id)))") }
        for field in run { encode(field, stores: stores, &writer) }
    }

    private func encode(_ field: Field, stores: Bool, _ writer: inout SourceWriter) {
        let value = access + Naming.escaped(field.swiftName)
        switch field.kind {
        case .flagsWord: word(field, stores: stores, &writer)
        case .bit: break
        case .value(let type, .always): writer.line(types.encoding(type, value, stores: stores))
        // Without a name for the value, which would be a copy of it.
        case .value(.boxed, .flag): writer.line("\(value)?.encode(into: &writer)")
        case .value(let type, .flag):
            writer.line("if let value = \(value) { \(types.encoding(type, "value", stores: stores)) }")
        }
    }

    private func isUsed(_ word: Field) -> Bool {
        fields.contains { $0.flag?.word == word.name }
    }

    private func word(_ field: Field, stores: Bool, _ writer: inout SourceWriter) {
        guard isUsed(field) else {
            writer.line("writer.\(stores ? "store" : "uint32")(0)")
            return
        }
        let variable = variable(field.name)
        writer.line("var \(variable) = TLFlags()")
        var bits: Set<Int> = []
        for other in fields {
            guard let flag = other.flag, flag.word == field.name, bits.insert(flag.bit).inserted else { continue }
            let group = fields.filter { $0.flag?.word == field.name && $0.flag?.bit == flag.bit }
            writer.line("if \(presence(other)) { \(variable).insert(\(flag.bit)) }")
            for member in group.dropFirst() {
                let names = group.map(\.name).joined(separator: ", ")
                let check = "writer.check(\(variable), \(flag.bit), "
                writer.line("if \(presence(member)) { \(check)true, \"\(definitionName): \(names)\") }")
                writer.line("else { \(check)false, \"\(definitionName): \(names)\") }")
            }
        }
        writer.line(stores ? "writer.storeFlags(\(variable))" : "writer.uint32(\(variable).rawValue)")
    }

    private func presence(_ field: Field) -> String {
        let value = access + Naming.escaped(field.swiftName)
        // A pattern instead of a comparison with nil: the compiler checks it faster.
        if case .bit = field.kind { return value }
        return "case .some = " + value
    }
}
