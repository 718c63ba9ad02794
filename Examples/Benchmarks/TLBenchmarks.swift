// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Reading and writing of a history of a hundred messages, forty users and ten channels: 150 objects.
enum TLBenchmarks {
    static var group: BenchmarkGroup { BenchmarkGroup("tl", make: benchmarks) }

    private static func benchmarks() throws -> [Benchmark] {
        let history = SampleHistory.make()
        let bytes = try history.encoded()
        let objects = 150
        let constructors = constructors(in: history).count
        let size = "\(bytes.count / objects) bytes each, \(constructors) constructors"
        guard try TL.messages.Messages(decoding: bytes).isEncodedEqual(to: history) else {
            throw BenchmarkFailure("the history does not round-trip")
        }
        // At the source's place within a page: elsewhere some processors copy many times slower.
        let pageOffset = bytes.withUnsafeBytes { Int(bitPattern: $0.baseAddress) & 4095 }
        let target = UnsafeMutableRawPointer.allocate(byteCount: bytes.count + 4096, alignment: 4096) + pageOffset
        return [
            Benchmark("memcpy of the same bytes", bytes: bytes.count, operations: objects) {
                bytes.withUnsafeBytes { source in
                    if let base = source.baseAddress { target.copyMemory(from: base, byteCount: source.count) }
                }
                blackHole(target)
            },
            Benchmark("decode (\(size))", bytes: bytes.count, operations: objects) {
                blackHole(try? TL.messages.Messages(decoding: bytes))
            },
            Benchmark("encode (\(size))", bytes: bytes.count, operations: objects) {
                blackHole(try? history.encoded())
            },
            Benchmark("read five fields of each message", operations: 100) {
                blackHole(checksum(history))
            },
        ]
    }

    private static func checksum(_ history: TL.messages.Messages) -> Int {
        guard case .slice(let slice) = history else { return 0 }
        var sum = 0
        for case .message(let message) in slice.messages {
            sum &+= Int(message.id) &+ Int(message.date) &+ message.message.utf8.count
            sum &+= (message.out ? 1 : 0) &+ (message.entities?.count ?? 0)
        }
        return sum
    }

    /// The names of all constructors within a value.
    private static func constructors(in value: Any) -> Set<String> {
        var names: Set<String> = []
        if let value = value as? any TLBoxed { names.insert(TL.name(ofConstructor: value.constructorID) ?? "") }
        for child in Mirror(reflecting: value).children { names.formUnion(constructors(in: child.value)) }
        return names
    }
}

/// Why a benchmark cannot be run.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
