// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Damages objects where it hurts: at ids, counts, lengths, flags and ends.
package struct ObjectMutator {
    private let ids: [UInt32]

    /// Creates a mutator.
    ///
    /// - Parameter ids: Ids that exist, to be put where they do not belong.
    package init(ids: [UInt32]) {
        self.ids = ids
    }

    /// Changes one place of an object.
    ///
    /// - Parameters:
    ///   - object: A valid object.
    ///   - generator: Where randomness comes from.
    /// - Returns: The changed bytes and where the change begins.
    package func mutate(
        _ object: SampleObject, using generator: inout some RandomNumberGenerator
    ) -> (bytes: [UInt8], offset: Int) {
        var bytes = object.bytes
        guard let field = object.fields.randomElement(using: &generator) else { return (bytes, 0) }
        switch Int.random(in: 0..<10, using: &generator) {
        case 0:
            let end = Int.random(in: field.offset...(field.offset + field.length), using: &generator)
            bytes.removeSubrange(end...)
            return (bytes, end)
        case 1:
            bytes.removeSubrange(field.offset..<(field.offset + field.length))
        case 2:
            bytes.insert(contentsOf: bytes[field.offset..<(field.offset + field.length)], at: field.offset)
        default:
            let word = replacement(for: field, of: object, using: &generator)
            for (index, byte) in littleEndian(word).enumerated() where index < field.length {
                bytes[field.offset + index] = byte
            }
        }
        return (bytes, field.offset)
    }

    private func replacement(
        for field: SampleObject.Field, of object: SampleObject, using generator: inout some RandomNumberGenerator
    ) -> UInt32 {
        switch field.kind {
        case .constructorID, .bool, .vectorID:
            Bool.random(using: &generator) ? ids.randomElement(using: &generator) ?? 0 : generator.next()
        case .vectorCount:
            [0xFFFF_FFFF, 0x7FFF_FFFF, 0x8000_0000, UInt32(object.bytes.count / 4), 5, 1_000_000, 0x1000_0000]
                .randomElement(using: &generator) ?? 0
        case .byteString:
            [0xFFFF_FFFE, 0xFF, 0x0000_00FE, 0xFD, 0x0100_00FE, 0xFFFF_FF01].randomElement(using: &generator) ?? 0
        case .flags: UInt32.random(in: 0...UInt32.max, using: &generator)
        case .int, .long, .double, .opaque: generator.next()
        }
    }
}
