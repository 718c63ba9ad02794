// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramTLParser

/// Makes random objects from a schema alone, without the generated types.
///
/// It is a second, independent encoder: what it writes, the generated types must read and write back unchanged.
package struct ObjectSampler {
    private let constructors: [String: [Definition]]
    private let byName: [String: Definition]
    /// The fewest levels of objects that a value of the type needs.
    private var heights: [String: Int] = [:]

    /// How many levels of objects to aim for; beyond it the flattest constructor is taken, optional fields are absent
    /// and vectors empty.
    package var maximumDepth = 6

    package init(_ definitions: [Definition]) {
        let types = definitions.filter { $0.category == .types }
        constructors = Dictionary(grouping: types, by: \.result.fullName)
        byName = Dictionary(uniqueKeysWithValues: definitions.map { ($0.fullName, $0) })
        computeHeights()
    }

    /// Makes one object of a constructor or one call of a function, its id first.
    package func sample(
        _ definition: Definition, using generator: inout some RandomNumberGenerator
    ) -> SampleObject {
        var builder = Builder(object: SampleObject(name: definition.fullName, bytes: [], fields: []))
        write(definition, boxed: true, depth: 1, into: &builder, using: &generator)
        return builder.object
    }

    private struct Builder {
        var object: SampleObject

        mutating func append(_ bytes: [UInt8], _ kind: SampleObject.FieldKind, depth: Int) {
            object.fields.append(
                SampleObject.Field(kind: kind, offset: object.bytes.count, length: bytes.count, depth: depth))
            object.bytes += bytes
        }

        mutating func append(_ word: UInt32, _ kind: SampleObject.FieldKind, depth: Int) {
            append(littleEndian(word), kind, depth: depth)
        }
    }

    private func write(
        _ definition: Definition, boxed: Bool, depth: Int, into builder: inout Builder,
        using generator: inout some RandomNumberGenerator
    ) {
        if boxed { builder.append(definition.id, .constructorID, depth: depth) }
        let words = flags(of: definition, depth: depth, using: &generator)
        for parameter in definition.parameters {
            switch parameter.kind {
            case .flagsWord: builder.append(words[parameter.name, default: 0], .flags, depth: depth)
            case .count, .repetition: break
            case .value(let type, let flag):
                if let flag, words[flag.word, default: 0] & (1 << UInt32(flag.bit)) == 0 { continue }
                if type.fullName != "true" { write(type, depth: depth, into: &builder, using: &generator) }
            }
        }
    }

    private func flags(
        of definition: Definition, depth: Int, using generator: inout some RandomNumberGenerator
    ) -> [String: UInt32] {
        var words: [String: UInt32] = [:]
        for parameter in definition.parameters {
            guard case .value(let type, .some(let flag)) = parameter.kind else { continue }
            let bit = UInt32(1) << UInt32(flag.bit)
            if depth >= maximumDepth, type.fullName != "true" {
                words[flag.word, default: 0] &= ~bit
            } else if Bool.random(using: &generator) {
                words[flag.word, default: 0] |= bit
            }
        }
        return words
    }

    private func write(
        _ type: TypeExpression, depth: Int, into builder: inout Builder,
        using generator: inout some RandomNumberGenerator
    ) {
        switch type.fullName {
        case "int": builder.append(UInt32.random(in: 0...UInt32.max, using: &generator), .int, depth: depth)
        case "long": builder.append(random(8, using: &generator), .long, depth: depth)
        case "double": builder.append(random(8, using: &generator), .double, depth: depth)
        case "int128": builder.append(random(16, using: &generator), .opaque, depth: depth)
        case "int256": builder.append(random(32, using: &generator), .opaque, depth: depth)
        case "Bool":
            let id: UInt32 = Bool.random(using: &generator) ? 0x9972_75B5 : 0xBC79_9737
            builder.append(id, .bool, depth: depth)
        case "string": builder.append(byteString(text(using: &generator)), .byteString, depth: depth)
        case "bytes":
            builder.append(byteString(random(length(using: &generator), using: &generator)), .byteString, depth: depth)
        case "Vector", "vector": writeVector(type, depth: depth, into: &builder, using: &generator)
        default: writeObject(type, depth: depth, into: &builder, using: &generator)
        }
    }

    private func writeVector(
        _ type: TypeExpression, depth: Int, into builder: inout Builder,
        using generator: inout some RandomNumberGenerator
    ) {
        guard let element = type.argument else { return }
        if !type.isBare { builder.append(0x1CB5_C415, .vectorID, depth: depth) }
        let count = depth >= maximumDepth ? 0 : UInt32.random(in: 0...3, using: &generator)
        builder.append(count, .vectorCount, depth: depth)
        for _ in 0..<count { write(element, depth: depth, into: &builder, using: &generator) }
    }

    private func writeObject(
        _ type: TypeExpression, depth: Int, into builder: inout Builder,
        using generator: inout some RandomNumberGenerator
    ) {
        if type.isBare, let definition = byName[type.fullName] {
            write(definition, boxed: false, depth: depth + 1, into: &builder, using: &generator)
            return
        }
        let all = constructors[type.fullName, default: []]
        let choice =
            depth >= maximumDepth ? all.min { height(of: $0) < height(of: $1) } : all.randomElement(using: &generator)
        if let choice { write(choice, boxed: true, depth: depth + 1, into: &builder, using: &generator) }
    }

    // MARK: Values

    private func length(using generator: inout some RandomNumberGenerator) -> Int {
        Int.random(in: 0..<40, using: &generator) == 0
            ? Int.random(in: 250...260, using: &generator) : Int.random(in: 0...20, using: &generator)
    }

    private func random(_ count: Int, using generator: inout some RandomNumberGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    private func text(using generator: inout some RandomNumberGenerator) -> [UInt8] {
        let alphabet: [Character] = ["a", "z", " ", "0", "é", "ж", "中", "😀", "\u{200D}"]
        let characters = (0..<length(using: &generator)).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        }
        return Array(String(characters).utf8)
    }

    private func byteString(_ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8]
        if content.count < 254 {
            bytes = [UInt8(content.count)]
        } else {
            bytes = Array(littleEndian(UInt32(content.count) << 8 | 254))
        }
        bytes += content
        while bytes.count % 4 != 0 { bytes.append(0) }
        return bytes
    }

    // MARK: Heights

    private mutating func computeHeights() {
        var changed = true
        while changed {
            changed = false
            for (name, definitions) in constructors {
                let height = definitions.map { self.height(of: $0) }.min() ?? 1000
                if height < heights[name, default: 1000] {
                    heights[name] = height
                    changed = true
                }
            }
        }
    }

    private func height(of definition: Definition) -> Int {
        var height = 1
        for parameter in definition.parameters {
            guard case .value(let type, nil) = parameter.kind else { continue }
            if let definition = type.isBare ? byName[type.fullName] : nil {
                height = max(height, 1 + heights[definition.result.fullName, default: 1000])
            } else if constructors[type.fullName] != nil, type.fullName != "Bool" {
                height = max(height, 1 + heights[type.fullName, default: 1000])
            }
        }
        return height
    }
}

/// Four bytes, least significant first.
package func littleEndian(_ word: UInt32) -> [UInt8] {
    withUnsafeBytes(of: word.littleEndian) { Array($0) }
}
