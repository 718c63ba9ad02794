// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension TLSRecord {
    /// Cuts content into application records.
    ///
    /// - Parameters:
    ///   - output: Ends with room for one record's header and the content.
    ///   - start: Where that room is.
    ///   - payload: How much goes into one record at most, in bytes.
    static func cut(_ output: inout [UInt8], from start: Int, payload: Int) {
        let count = output.count - start - headerLength
        let records = max(1, (count + payload - 1) / payload)
        output.append(contentsOf: repeatElement(0, count: (records - 1) * headerLength))
        output.withUnsafeMutableBytes { bytes in
            let content = start + headerLength
            // From the end, since each piece moves into the place that the next one has left.
            for index in (0..<records).reversed() {
                let source = content + index * payload
                let length = min(payload, count - index * payload)
                let target = source + index * headerLength
                if index > 0 {
                    UnsafeMutableRawBufferPointer(rebasing: bytes[target..<target + length])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[source..<source + length]))
                }
                Kind.applicationData.withHeader(length: length) { header in
                    UnsafeMutableRawBufferPointer(rebasing: bytes[target - headerLength..<target])
                        .copyMemory(from: header)
                }
            }
        }
    }
}
