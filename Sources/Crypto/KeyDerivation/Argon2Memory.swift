// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The memory that Argon2id fills: lanes of blocks of 1,024 bytes, in four slices each.
///
/// What is in it depends on the password, so it is wiped at the end.
struct Argon2Memory: ~Copyable {
    private static let blockWords = 128
    private static let blockBytes = 1_024
    private static let slices = 4

    private let cost: Argon2id.Cost
    private let segment: Int
    private let columns: Int
    private let blocks: UnsafeMutableBufferPointer<UInt64>
    /// Four blocks to work with: what is mixed, what it was, and the addresses of the first half of the first pass.
    private let scratch: UnsafeMutableBufferPointer<UInt64>

    init(_ cost: Argon2id.Cost) {
        self.cost = cost
        segment = cost.memory / (Self.slices * cost.lanes)
        columns = segment * Self.slices
        blocks = .allocate(capacity: columns * cost.lanes * Self.blockWords)
        blocks.initialize(repeating: 0)
        scratch = .allocate(capacity: 4 * Self.blockWords)
        scratch.initialize(repeating: 0)
    }

    deinit {
        for buffer in [blocks, scratch] {
            buffer.update(repeating: 0)
            buffer.deallocate()
        }
    }

    private func block(_ lane: Int, _ column: Int) -> UnsafeMutablePointer<UInt64> {
        blocks.baseAddress.unsafelyUnwrapped + (lane * columns + column) * Self.blockWords
    }

    /// Fills the first two blocks of each lane.
    mutating func begin(_ seed: SecureBytes) {
        for lane in 0..<cost.lanes {
            for column in 0..<2 {
                let target = UnsafeMutableRawBufferPointer(start: block(lane, column), count: Self.blockBytes)
                Argon2id.write(seed, Argon2id.words([column, lane]), into: target)
                for index in 0..<Self.blockWords {
                    block(lane, column)[index] = UInt64(littleEndian: block(lane, column)[index])
                }
            }
        }
    }

    mutating func fill() {
        for pass in 0..<cost.passes {
            for slice in 0..<Self.slices {
                for lane in 0..<cost.lanes { fill(pass, slice, lane) }
            }
        }
    }

    private mutating func fill(_ pass: Int, _ slice: Int, _ lane: Int) {
        let isIndependent = pass == 0 && slice < 2
        let first = pass == 0 && slice == 0 ? 2 : 0
        var counter: UInt64 = 0
        let addresses = scratch.baseAddress.unsafelyUnwrapped + 3 * Self.blockWords
        for index in first..<max(first, segment) {
            let column = slice * segment + index
            let previous = block(lane, column == 0 ? columns - 1 : column - 1)
            if isIndependent, index == first || index % Self.blockWords == 0 {
                counter += 1
                makeAddresses(pass, slice, lane, counter)
            }
            let random = isIndependent ? addresses[index % Self.blockWords] : previous[0]
            let other = pass == 0 && slice == 0 ? lane : Int((random >> 32) % UInt64(cost.lanes))
            // How many blocks there are to choose from.
            var area = (pass == 0 ? slice : Self.slices - 1) * segment
            if other == lane { area += index - 1 } else if index == 0 { area -= 1 }
            let square = ((random & 0xFFFF_FFFF) &* (random & 0xFFFF_FFFF)) >> 32
            let offset = area - 1 - Int((UInt64(area) &* square) >> 32)
            let start = pass == 0 || slice == Self.slices - 1 ? 0 : (slice + 1) * segment
            mix(previous, block(other, (start + offset) % columns), into: block(lane, column), keeps: pass > 0)
        }
    }

    /// The block whose words say where to look, in the first half of the first pass.
    private func makeAddresses(_ pass: Int, _ slice: Int, _ lane: Int, _ counter: UInt64) {
        let base = scratch.baseAddress.unsafelyUnwrapped
        let (input, target) = (base + 2 * Self.blockWords, base + 3 * Self.blockWords)
        input.update(repeating: 0, count: Self.blockWords)
        let values = [pass, lane, slice, columns * cost.lanes, cost.passes, Argon2id.kind]
        for (index, value) in values.enumerated() { input[index] = UInt64(value) }
        input[6] = counter
        mix(nil, input, into: target, keeps: false)
        mix(nil, target, into: target, keeps: false)
    }

    /// Mixes two blocks, of which the first may be one of zeros.
    private func mix(
        _ left: UnsafeMutablePointer<UInt64>?, _ right: UnsafeMutablePointer<UInt64>,
        into target: UnsafeMutablePointer<UInt64>, keeps isXored: Bool
    ) {
        let mixed = scratch.baseAddress.unsafelyUnwrapped
        let before = mixed + Self.blockWords
        for index in 0..<Self.blockWords {
            let word = right[index] ^ (left?[index] ?? 0)
            mixed[index] = word
            before[index] = isXored ? word ^ target[index] : word
        }
        for row in 0..<8 { Self.permute(mixed + row * 16, stride: 2) }
        for column in 0..<8 { Self.permute(mixed + column * 2, stride: 16) }
        for index in 0..<Self.blockWords { target[index] = mixed[index] ^ before[index] }
    }

    /// The round of BLAKE2b over sixteen words, in pairs that lie apart.
    private static func permute(_ words: UnsafeMutablePointer<UInt64>, stride: Int) {
        func place(_ index: Int) -> Int { index / 2 * stride + index % 2 }
        func quarter(_ a: Int, _ b: Int, _ c: Int, _ d: Int) {
            let (a, b, c, d) = (place(a), place(b), place(c), place(d))
            func half(_ first: Int, _ second: Int) {
                words[a] = add(words[a], words[b])
                words[d] = rotate(words[d] ^ words[a], first)
                words[c] = add(words[c], words[d])
                words[b] = rotate(words[b] ^ words[c], second)
            }
            half(32, 24)
            half(16, 63)
        }
        for index in 0..<4 { quarter(index, index + 4, index + 8, index + 12) }
        for index in 0..<4 { quarter(index, 4 + (index + 1) % 4, 8 + (index + 2) % 4, 12 + (index + 3) % 4) }
    }

    private static func add(_ left: UInt64, _ right: UInt64) -> UInt64 {
        left &+ right &+ 2 &* (left & 0xFFFF_FFFF) &* (right & 0xFFFF_FFFF)
    }

    private static func rotate(_ word: UInt64, _ count: Int) -> UInt64 { (word >> count) | (word << (64 - count)) }

    /// The key: a digest of the last blocks of all lanes.
    func finish(_ byteCount: Int) -> SecureBytes {
        let last = SecureBytes(count: Self.blockBytes) { target in
            for index in 0..<Self.blockWords {
                var word: UInt64 = 0
                for lane in 0..<cost.lanes { word ^= block(lane, columns - 1)[index] }
                target.storeBytes(of: word.littleEndian, toByteOffset: index * 8, as: UInt64.self)
            }
        }
        return SecureBytes(count: byteCount) { Argon2id.write(last, [], into: $0) }
    }
}
