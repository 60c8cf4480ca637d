/** Made up for this page, in the style of shop listings. */
export const EXAMPLES = [
  {
    name: "Headphones",
    title: "Tonary Drift 700 Wireless Noise Cancelling Headphones, Black, 30-hour battery, USB-C charging",
    description:
      "Over-ear headphones with eight microphones. Three minutes of charging give three hours of playback. Folds flat into the case that comes with it. Weighs 250 g.",
    brand: "Tonary",
    question: "How long does the battery last?",
  },
  {
    name: "Hiking jacket",
    title: "Northtrail Women’s Waterproof Hiking Jacket, Navy Blue, Size M",
    description:
      "Three-layer shell of recycled polyester with taped seams, waterproof to 20,000 mm. Two zipped hand pockets, adjustable hood. Weighs 410 g. Machine wash at 30 degrees.",
    brand: "Northtrail",
    question: "Can I wash it in the machine?",
  },
  {
    name: "Cordless drill",
    title: "18V Cordless Drill Driver Kit with 2 Batteries 2.0 Ah and Case",
    description: "Two-speed gearbox, 13 mm chuck, 60 Nm. With charger. Brushless motor.",
    brand: "Torqline",
    question: "Does it come with a charger?",
  },
  {
    name: "Dog food",
    title: "Barkwell Grain-Free Dry Dog Food, Salmon & Sweet Potato, 12 kg",
    description:
      "Complete food for adult dogs. No wheat, maize or soya. Made with 28% salmon. Feed 180 g a day for a dog of 15 kg. Keep in a dry place and use within 6 weeks of opening.",
    brand: "Barkwell",
    question: "Does it contain wheat?",
  },
  {
    name: "Something vague",
    title: "Ultimate Gift Set for Him",
    description: "A surprise for birthdays, anniversaries and other occasions.",
    brand: "",
    question: "What is in the box?",
  },
];
