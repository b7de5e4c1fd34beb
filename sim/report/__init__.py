"""What a director reads: a comparison or a study as one document, in Chinese or English, as a page, a letter, a workbook or a print."""
