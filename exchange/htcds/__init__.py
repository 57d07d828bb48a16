"""IOM's Human Trafficking Case Data Standard 2.0 (CC BY 4.0): what comes in from its workbook."""
