// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// International Morse code: letters and digits.
enum Morse {
    private static let codes: [Character: String] = [
        "A": ".-", "B": "-...", "C": "-.-.", "D": "-..", "E": ".", "F": "..-.", "G": "--.", "H": "....", "I": "..",
        "J": ".---", "K": "-.-", "L": ".-..", "M": "--", "N": "-.", "O": "---", "P": ".--.", "Q": "--.-", "R": ".-.",
        "S": "...", "T": "-", "U": "..-", "V": "...-", "W": ".--", "X": "-..-", "Y": "-.--", "Z": "--..",
        "0": "-----", "1": ".----", "2": "..---", "3": "...--", "4": "....-", "5": ".....", "6": "-....", "7": "--...",
        "8": "---..", "9": "----.",
    ]
    private static let letters = Dictionary(uniqueKeysWithValues: codes.map { ($0.value, $0.key) })

    /// The code of a text, words apart by slashes; `nil` if a character has none.
    static func encode(_ text: String) -> String? {
        var words: [String] = []
        for word in text.uppercased().split(separator: " ") {
            let letters = word.map { codes[$0] }
            guard !letters.contains(nil) else { return nil }
            words.append(letters.compactMap(\.self).joined(separator: " "))
        }
        return words.joined(separator: " / ")
    }

    /// The text of a code; `nil` if something in it is no letter.
    static func decode(_ code: String) -> String? {
        var text = ""
        for sign in code.split(separator: " ") {
            if sign == "/" {
                text += " "
            } else if let letter = letters[String(sign)] {
                text.append(letter)
            } else {
                return nil
            }
        }
        return text
    }
}
